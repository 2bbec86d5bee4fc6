package graph

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Deviation tells how far a result in some precision is from Float32's.
type Deviation struct {
	Where string  // the operation, as errors name it, or the name of an output
	RMS   float64 // √(Σ(y - y32)² / Σ y32²)
	Max   float64 // max|y - y32| / max|y32|
}

// Deviations runs a model on in, in a precision and in Float32, and tells how far
// apart the results of each operation are that multiplies in that precision,
// in the order in which they run, and then those of the outputs, by name. Errors
// add up: each layer works on what those before it have made.
func Deviations(store *weights.Store, p Precision, draw Draw, in Values) ([]Deviation, error) {
	var got, want []recorded
	var err error
	if got, err = record(store, p, draw, in); err != nil {
		return nil, err
	}
	if want, err = record(store, Float32, draw, in); err != nil {
		return nil, err
	}
	if len(got) != len(want) {
		return nil, fmt.Errorf("deviations: %d results and then %d: the drawing is not the same each time", len(got), len(want))
	}
	var ds []Deviation
	for i, y := range got {
		if x := want[i].values; len(x) == len(y.values) {
			ds = append(ds, y.deviation(x))
			continue
		}
		return nil, fmt.Errorf("deviations: %s is not as large each time", y.where)
	}
	return ds, nil
}

// recorded is a result.
type recorded struct {
	where  string
	values []float64
}

func (r recorded) deviation(want []float64) Deviation {
	d := Deviation{Where: r.where}
	var wrong, all, most, largest float64
	for i, w := range want {
		delta := math.Abs(r.values[i] - w)
		wrong, all = wrong+delta*delta, all+w*w
		most, largest = max(most, delta), max(largest, math.Abs(w))
	}
	if wrong > 0 {
		d.RMS, d.Max = math.Sqrt(wrong/all), most/largest
	}
	return d
}

// record runs a model once and keeps what every product gives.
func record(store *weights.Store, p Precision, draw Draw, in Values) ([]recorded, error) {
	f, err := NewFunction(store, Options{Precision: p}, draw)
	if err != nil {
		return nil, err
	}
	f.options.keepProducts = true
	var all []recorded
	err = f.Call(in, nil, func(r *Results) error {
		for _, st := range r.m.p.steps {
			if st.multiplies() {
				all = append(all, recorded{r.m.p.g.describe(st), floatsOf(r.m.b.cells[st.results[0]].array)})
			}
		}
		for _, name := range slices.Sorted(maps.Keys(r.c.outputs)) {
			d, err := r.Value(name)
			if err != nil {
				return err
			}
			if a, err := ops.ArrayOf(d); err == nil && a.Float() {
				all = append(all, recorded{"output " + name, floatsOf(a)})
			}
		}
		return nil
	})
	return all, err
}

// multiplies reports whether a step's result is of products in a precision.
func (s *step) multiplies() bool {
	return s.plan != nil && s.plan.Multiplies && s.plan.GradientOf == nil && s.results[0] != nil
}

// floatsOf copies the elements.
func floatsOf(a ops.Array) []float64 {
	y := append([]float64{}, a.F64...)
	for _, v := range a.F32 {
		y = append(y, float64(v))
	}
	return y
}
