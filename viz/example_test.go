package viz_test

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"

	"github.com/gaze-ml/gaze/viz"
)

// The loss of a run: what it trains on, smoothed, and what it does not.
func ExampleCurve() {
	curve, err := viz.NewCurve(
		viz.Series{Name: "train", X: []float64{0, 10, 20, 30}, Y: []float64{4.2, 3.1, 2.6, 2.4}, Smooth: 0.9},
		viz.Series{Name: "validation", X: []float64{0, 30}, Y: []float64{4.2, 2.5}},
	)
	if err != nil {
		panic(err)
	}
	curve.Title = "Tiny Shakespeare"
	picture, err := png.DecodeConfig(bytes.NewReader(curve.PNG())) // os.WriteFile("loss.png", curve.PNG(), 0o644)
	fmt.Println(picture.Width, picture.Height, err)
	// Output: 1280 800 <nil>
}

// A Series without X is over 0, 1, 2, …; a run that diverged leaves a gap.
func ExampleSeries() {
	_, err := viz.NewCurve(viz.Series{Name: "loss", X: []float64{0, 1}, Y: []float64{4.2}})
	fmt.Println(err)
	// Output: curve: series 0 "loss": 2 values of x for 1 of y
}

// One map as a picture.
func ExampleHead() {
	tokens := []string{"春", "眠", "\n"}
	head, err := viz.NewHead([][]float32{{1, 0, 0}, {0.7, 0.3, 0}, {0.1, 0.6, 0.3}}, tokens, tokens)
	if err != nil {
		panic(err)
	}
	svg := head.SVG()
	fmt.Println(svg[:4], strings.Contains(svg, ">春<"), strings.Contains(svg, ">↵<"))
	// Output: <svg true true
}

// All maps of a model on one page, to look around in.
func ExampleAttention() {
	tokens := []string{"to", " be"}
	attention, err := viz.NewAttention([][][][]float32{ // [layer][head][query][key]
		{{{1, 0}, {0.4, 0.6}}, {{1, 0}, {0.9, 0.1}}},
	}, tokens, tokens)
	if err != nil {
		panic(err)
	}
	page := viz.Page("to be", attention) // os.WriteFile("attention.html", []byte(page), 0o644)
	fmt.Println(page[:15], strings.Count(page, "http://")+strings.Count(page, "https://"))
	// Output: <!DOCTYPE html> 0
}

type paragraph string

func (p paragraph) HTML() string { return "<p>" + string(p) + "</p>\n" }

// Anything that writes itself as HTML can stand on a page.
func ExampleFigure() {
	page := viz.Page("Report", paragraph("What was learnt."))
	fmt.Println(strings.Contains(page, "<p>What was learnt.</p>"))
	// Output: true
}

// Two heads of one layer, side by side.
func ExampleGrid() {
	words := []string{"I", "am"}
	a, err := viz.NewAttention([][][][]float32{{{{1, 0}, {.5, .5}}, {{1, 0}, {1, 0}}}}, words, words)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Count(a.Grid().SVG(), "<image"), "maps")
	fmt.Println(viz.Entropy([][]float32{{1, 0}, {.5, .5}}), "bits in the mean")
	// Output:
	// 2 maps
	// 0.5 bits in the mean
}
