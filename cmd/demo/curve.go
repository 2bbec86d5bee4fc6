package main

import (
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/viz"
)

// drawLoss draws a run's log as loss.png and loss.svg.
func drawLoss(f *folder, title string) error {
	h, err := train.ReadLog(f.at(runFolder))
	if err != nil {
		return err
	}
	lines := []viz.Series{{Name: "training", X: floats(h.Steps), Y: h.Losses, Smooth: 0.9}}
	if len(h.Validations) > 0 {
		lines = append(lines, viz.Series{Name: "validation", X: floats(h.Validated), Y: h.Validations})
	}
	c, err := viz.NewCurve(lines...)
	if err != nil {
		return err
	}
	c.Title = title
	if err := f.write("loss.png", "the loss over the steps, as a picture", string(c.PNG())); err != nil {
		return err
	}
	return f.write("loss.svg", "the same, to be scaled", c.SVG())
}

func floats(n []int) []float64 {
	x := make([]float64, len(n))
	for i := range n {
		x[i] = float64(n[i])
	}
	return x
}
