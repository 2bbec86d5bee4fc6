// Package report makes figures of what was measured, and tables of figures.
package report

import (
	"math"
	"slices"

	"github.com/gaze-ml/gaze/bench/internal/cases"
)

// Contestant is a framework, and how it computes.
type Contestant struct {
	Peer      string `json:"peer"` // gaze, torch, …
	Version   string `json:"version"`
	Precision string `json:"precision"`
	Mode      string `json:"mode,omitempty"`
}

// Result is what one contestant did of one case, with one number of threads.
type Result struct {
	Contestant
	Case       cases.Case  `json:"case"`
	Threads    int         `json:"threads"`
	TimesMS    [][]float64 `json:"times_ms"` // of each item, every run
	Operations []float64   `json:"operations,omitempty"`
	CPUMS      []float64   `json:"cpu_ms,omitempty"` // of a run, the mean of each turn
	Check      []float64   `json:"check,omitempty"`
	Left       Left        `json:"left"`
}

// CPU is the time in ms that all threads computed for a run, in the turn where
// that was least; 0 if it is not known.
func (r *Result) CPU() float64 {
	if len(r.CPUMS) == 0 {
		return 0
	}
	return slices.Min(r.CPUMS)
}

// Left is what a process left behind.
type Left struct {
	Parameters int     `json:"parameters,omitempty"`
	PeakMB     float64 `json:"peak_mb,omitempty"`
	Error      string  `json:"error,omitempty"` // why there are no times
}

// Min is the shortest time in ms; of several items, the geometric mean of each
// one's shortest.
func (r *Result) Min() float64 { return r.each(slices.Min[[]float64]) }

// Median is the median time in ms; of several items, the geometric mean.
func (r *Result) Median() float64 { return r.each(Median) }

func (r *Result) each(of func([]float64) float64) float64 {
	var items []float64
	for _, times := range r.TimesMS {
		if len(times) == 0 {
			return 0
		}
		items = append(items, of(times))
	}
	return GeometricMean(items)
}

// Rate is GFLOP/s at the shortest times, the geometric mean over the items; 0 of
// what is not measured so.
func (r *Result) Rate() float64 {
	if len(r.Operations) != len(r.TimesMS) {
		return 0
	}
	var rates []float64
	for i, times := range r.TimesMS {
		if len(times) == 0 {
			return 0
		}
		rates = append(rates, r.Operations[i]/slices.Min(times)/1e6)
	}
	return GeometricMean(rates)
}

// TokensPerSecond is at the median time.
func (r *Result) TokensPerSecond() float64 {
	if r.Median() == 0 {
		return 0
	}
	return float64(r.Case.Tokens()) / r.Median() * 1e3
}

// Median is the middle of the numbers, the mean of the two middle ones of an even
// count; 0 of none.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	x = slices.Sorted(slices.Values(x))
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// GeometricMean is (Π x)^(1/n), 0 of none; of one number it is that number, to the
// bit.
func GeometricMean(x []float64) float64 {
	switch len(x) {
	case 0:
		return 0
	case 1:
		return x[0]
	}
	logs := 0.0
	for _, v := range x {
		logs += math.Log(v)
	}
	return math.Exp(logs / float64(len(x)))
}

// Deviation is max|a − b|/max|b|: how far losses or outputs are from a
// reference. It is NaN if there are not as many, or none.
func Deviation(a, b []float64) float64 {
	if len(a) != len(b) || len(a) == 0 {
		return math.NaN()
	}
	far, scale := 0.0, 0.0
	for i := range a {
		if math.IsNaN(a[i]) || math.IsNaN(b[i]) {
			return math.NaN()
		}
		far, scale = max(far, math.Abs(a[i]-b[i])), max(scale, math.Abs(b[i]))
	}
	if scale == 0 {
		return math.NaN()
	}
	return far / scale
}
