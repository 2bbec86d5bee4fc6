package viz_test

import (
	"bytes"
	"image/png"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/viz"
)

// seen is two layers of two heads over three tokens.
func seen(t *testing.T) *viz.Attention {
	even := [][]float32{{1, 0, 0}, {.5, .5, 0}, {.25, .25, .5}}
	first := [][]float32{{1, 0, 0}, {1, 0, 0}, {1, 0, 0}}
	words := []string{"I", "am", "here"}
	a, err := viz.NewAttention([][][][]float32{{even, first}, {first, even}}, words, words)
	require.NoError(t, err)
	return a
}

func TestEntropy(t *testing.T) {
	require.Zero(t, viz.Entropy([][]float32{{0, 1, 0}}))
	require.InDelta(t, 2, viz.Entropy([][]float32{{1, 1, 1, 1}, {0, 0, 0, 0}}), 1e-12, "log₂ 4; zeros do not count")
	require.InDelta(t, (0+1+1.5)/3, viz.Entropy([][]float32{{1, 0, 0}, {.5, .5, 0}, {.25, .25, .5}}), 1e-12)
	require.Zero(t, viz.Entropy([][]float32{{0, 0}}))
	svg := seen(t).Entropy().SVG()
	for _, want := range []string{"layer", "head", "entropy in bits", ">.83<", ">.00<"} {
		require.Contains(t, svg, want)
	}
}

// Rows of a rollout sum to 1, and one layer's is half itself and half its heads.
func TestRollout(t *testing.T) {
	even := [][]float32{{1, 0}, {.5, .5}}
	a, err := viz.NewAttention([][][][]float32{{even}}, []string{"a", "b"}, []string{"a", "b"})
	require.NoError(t, err)
	one, err := a.Rollout()
	require.NoError(t, err)
	require.Contains(t, one.SVG(), ">.25<")
	require.Contains(t, one.SVG(), ">.75<")
	two, err := viz.NewAttention([][][][]float32{{even}, {even}}, []string{"a", "b"}, []string{"a", "b"})
	require.NoError(t, err)
	both, err := two.Rollout()
	require.NoError(t, err)
	require.Contains(t, both.SVG(), ">.44<") // 1/4 + 3/4·1/4
	require.Contains(t, both.SVG(), ">.56<")
	cross, err := viz.NewAttention([][][][]float32{{{{1, 0, 0}}}}, []string{"a"}, []string{"b", "c", "d"})
	require.NoError(t, err)
	_, err = cross.Rollout()
	require.EqualError(t, err, "rollout: 1 queries and 3 keys: want tokens that attend to themselves")
}

// Of one layer and one head, attribution is max(weights∘gradients, 0).
func TestAttribution(t *testing.T) {
	even := [][]float32{{1, 0}, {.5, .5}}
	a, err := viz.NewAttention([][][][]float32{{even}}, []string{"a", "b"}, []string{"a", "b"})
	require.NoError(t, err)
	h, err := a.Attribution([][][][]float32{{{{.3, 9}, {.8, -7}}}})
	require.NoError(t, err)
	svg := h.SVG()
	require.Contains(t, svg, ">.30<")
	require.Contains(t, svg, ">.40<")
	require.NotContains(t, svg, ">4.5")
	nan := float32(math.NaN())
	for want, gradients := range map[string][][][][]float32{
		"attribution: gradients of 0 layers: want those of 1":                         nil,
		"attribution: layer 0: gradients of 2 heads: want those of 1":                 {{even, even}},
		"attribution: layer 0: head 0: gradients of 1 queries: want those of 2":       {{{{1, 2}}}},
		"attribution: layer 0: head 0, query 1: gradients of 1 keys: want those of 2": {{{{1, 2}, {1}}}},
		"attribution: layer 0: head 0: gradient [1, 0] is NaN: want a finite number":  {{{{1, 2}, {nan, 1}}}},
	} {
		_, err := a.Attribution(gradients)
		require.EqualError(t, err, want)
	}
}

// Layers are multiplied, heads averaged: R = I + A₁, then R + A₂·R, with Aₗ = mean of
// max(w∘g, 0).
func TestAttributionOfLayers(t *testing.T) {
	words := []string{"a", "b"}
	first, second := [][]float32{{1, 0}, {.5, .5}}, [][]float32{{.2, .8}, {.6, .4}}
	a, err := viz.NewAttention([][][][]float32{{first, second}, {second}}, words, words)
	require.NoError(t, err)
	one := [][]float32{{1, 1}, {1, 1}}
	h, err := a.Attribution([][][][]float32{{one, {{-1, 1}, {0, 1}}}, {{{1, .5}, {1, 1}}}})
	require.NoError(t, err)
	// A₁ = [.5 .4; .25 .45], A₂ = [.2 .4; .6 .4]; R = (I + A₂)·(I + A₁) - I.
	svg := h.SVG()
	for _, want := range []string{">.90<", ">1.06<", ">1.25<", ">1.27<"} {
		require.Contains(t, svg, want)
	}
}

// Texts of equal length that attend to each other are not tokens that attend to
// themselves.
func TestFlowsAreOfOneText(t *testing.T) {
	a, err := viz.NewAttention([][][][]float32{{{{1, 0}, {0, 1}}}}, []string{"le", "chat"}, []string{"the", "cat"})
	require.NoError(t, err)
	_, err = a.Rollout()
	require.EqualError(t, err, `rollout: query 0 is "le", key 0 is "the": want tokens that attend to themselves`)
	_, err = a.Attribution([][][][]float32{{{{1, 0}, {0, 1}}}})
	require.EqualError(t, err, `attribution: query 0 is "le", key 0 is "the": want tokens that attend to themselves`)
	require.NotContains(t, a.Report(""), "rollout")
}

// The best of each row is framed, in every kind of picture.
func TestAlignment(t *testing.T) {
	h, err := viz.Alignment([][]float32{{.1, .8, .1}, {0, 0, 0}}, []string{"chat", "noir"}, []string{"the", "black", "cat"})
	require.NoError(t, err)
	svg := h.SVG()
	require.Contains(t, svg, "written")
	require.Contains(t, svg, "read")
	require.Equal(t, 4, strings.Count(svg, "#d55e00"), "four sides of one frame: nothing is best of zeros")
	_, err = viz.Alignment([][]float32{{1}}, []string{"a", "b"}, []string{"c"})
	require.Error(t, err)
}

func TestGridHasEveryHead(t *testing.T) {
	g := seen(t).Grid()
	require.Equal(t, 4, strings.Count(g.SVG(), "<image"))
	require.Contains(t, g.HTML(), g.SVG())
	picture, err := png.Decode(bytes.NewReader(g.PNG()))
	require.NoError(t, err)
	require.Greater(t, picture.Bounds().Dx(), 2*2*96)
}

// loads is what a page would load: an address in an attribute or a style that is not
// data, and any address at all but the names of XML's namespaces.
func loads(page string) (found []string) {
	for _, name := range []string{"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"} {
		page = strings.ReplaceAll(page, name, "")
	}
	found = regexp.MustCompile(`(?i)https?://[^"'\s]*|(["'=(]|url\()//[^"'\s]*|@import[^;]*`).FindAllString(page, -1)
	for _, m := range regexp.MustCompile(`(?i)(src|href|srcset|action)\s*=\s*["']?([^"'\s>]*)`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(m[2], "data:") && !strings.HasPrefix(m[2], "#") {
			found = append(found, m[0])
		}
	}
	return found
}

func TestLoads(t *testing.T) {
	for page, want := range map[string]int{
		`<img src="data:image/png;base64,AA==">`: 0, `<svg xmlns="http://www.w3.org/2000/svg">`: 0,
		`<script src="https://a.b/c.js">`: 2, `<img src=a.png>`: 1, `<a href='x'>`: 1, `@import "a.css";`: 1,
		`fetch("//a.b")`: 1, `fetch('http://a.b')`: 1,
	} {
		require.Len(t, loads(page), want, page)
	}
}

func TestReportHasAllOfIt(t *testing.T) {
	a := seen(t)
	one := [][]float32{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}
	attribution, err := a.Attribution([][][][]float32{{one, one}, {one, one}})
	require.NoError(t, err)
	page := a.Report("A look", attribution)
	for _, want := range []string{"<title>A look</title>", "entropy in bits", "rollout", "all heads", "attention × gradient"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, "alignment in")
	require.Empty(t, loads(page))
}

// Of two texts the report has the alignment of the last layer's heads in their mean.
func TestReportOfTwoTexts(t *testing.T) {
	written, read := []string{"chat", "noir"}, []string{"the", "black", "cat"}
	first := [][]float32{{1, 0, 0}, {1, 0, 0}}
	a, err := viz.NewAttention([][][][]float32{{first}, {{{0, .5, .5}, {0, .9, .1}}, {{.2, .1, .7}, {0, .3, .7}}}}, written, read)
	require.NoError(t, err)
	svg := a.Alignment().SVG()
	for _, want := range []string{">.10<", ">.30<", ">.60<", ">.40<", "written", "read"} {
		require.Contains(t, svg, want)
	}
	page := a.Report("")
	require.Contains(t, page, svg)
	require.Contains(t, page, "all heads")
	require.NotContains(t, page, "rollout")
	require.Empty(t, loads(page))
}
