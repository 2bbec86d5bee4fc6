package losses_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/weights"
)

type crfCase struct {
	Name                                                  string
	Shape                                                 []int
	Mask                                                  [][]bool
	Tags, Best                                            []int
	Emissions, Transitions, Start, End, Losses, Cotangent []float64
	Grads                                                 map[string][]float64
}

func float32s(x []float64, shape ...int) *tensor.Dense {
	y := make([]float32, len(x))
	for i := range x {
		y[i] = float32(x[i])
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(y))
}

// Losses, gradients and the best path are those of all paths, one by one.
func TestCRFGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/crf.json")
	require.NoError(t, err)
	var cases []crfCase
	require.NoError(t, json.Unmarshal(text, &cases))
	require.Len(t, cases, 7)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { c.check(t) })
	}
}

func (c crfCase) check(t *testing.T) {
	batch, seq, k := c.Shape[0], c.Shape[1], c.Shape[2]
	values := graph.Values{
		"emissions": float32s(c.Emissions, c.Shape...), "transitions": float32s(c.Transitions, k, k),
		"start": float32s(c.Start, k), "end": float32s(c.End, k), "cotangent": float32s(c.Cotangent, batch),
		"tags": tensor.New(tensor.WithShape(batch, seq), tensor.WithBacking(c.Tags)),
	}
	if c.Mask != nil {
		var mask []bool
		for i, row := range c.Mask {
			mask = append(mask, row...)
			for j, counts := range row {
				if !counts { // is not read
					c.Tags[i*seq+j] = -100
					for tag := range k {
						values["emissions"].Float32s()[(i*seq+j)*k+tag] = float32(math.NaN())
					}
				}
			}
		}
		values["mask"] = tensor.New(tensor.WithShape(batch, seq), tensor.WithBacking(mask))
	}
	names := []string{"emissions", "transitions", "start", "end"}
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		crf := losses.CRF{Transitions: in.Get("transitions"), Start: in.Get("start"), End: in.Get("end")}
		var mask *graph.Node
		if in.Has("mask") {
			mask = in.Get("mask")
		}
		out := graph.Outputs{"best": crf.Decode(in.Get("emissions"), mask), "each": crf.Each(in.Get("emissions"), in.Get("tags"), mask)}
		grads := s.Graph().Backprop(out["each"].Mul(in.Get("cotangent")).Sum(),
			in.Get("emissions"), crf.Transitions, crf.Start, crf.End)
		for i, name := range names {
			out[name] = grads[i]
		}
		return out
	})
	require.NoError(t, err)
	out, err := f.Run(values)
	require.NoError(t, err)
	require.Equal(t, c.Best, out["best"].Ints())
	size := 1.0
	for _, l := range c.Losses {
		size = max(size, math.Abs(l))
	}
	for i, l := range c.Losses {
		require.InDelta(t, l, out["each"].Float32s()[i], 1e-6*size)
	}
	for _, name := range names {
		for i, g := range c.Grads[name] {
			require.InDelta(t, g, out[name].Float32s()[i], 2e-5, "%s %d", name, i)
		}
	}
}

// A field that is trained on tags that alternate decodes what emissions do not say.
func TestCRFLearns(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true},
		func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			crf := losses.NewCRF(s.In("crf"), 2)
			loss := crf.Forward(in.Get("x"), in.Get("tags"), nil)
			s.Graph().Minimize(loss, nil)
			return graph.Outputs{"loss": loss, "best": crf.Decode(in.Get("x"), nil)}
		})
	require.NoError(t, err)
	x, tags := make([]float32, 2*6*2), []int{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}
	values := graph.Values{
		"x":    tensor.New(tensor.WithShape(2, 6, 2), tensor.WithBacking(x)),
		"tags": tensor.New(tensor.WithShape(2, 6), tensor.WithBacking(tags)),
	}
	var first, last float32
	for step := range 50 {
		out, err := f.Run(values)
		require.NoError(t, err)
		last = out["loss"].Float32s()[0]
		if step == 0 {
			first = last
			require.InDelta(t, 6*math.Log(2), first, 1e-5) // all paths are alike
		}
		for _, name := range []string{"transitions", "start_transitions", "end_transitions"} {
			g, err := f.Gradients().Of("crf." + name)
			require.NoError(t, err)
			e, _ := f.Store().Entry("crf." + name)
			step := append([]float32{}, g.Float32s()...)
			require.NoError(t, f.Store().Update(func() error {
				for i := range step {
					e.Float32s()[i] -= step[i]
				}
				return nil
			}))
		}
	}
	require.Less(t, last, first/20)
	out, err := f.Run(values)
	require.NoError(t, err)
	require.Equal(t, tags, out["best"].Ints())
}

func TestCRFRefuses(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"loss": losses.NewCRF(s, 2).Forward(in.Get("x"), in.Get("tags"), nil)}
	})
	require.NoError(t, err)
	_, err = f.Run(graph.Values{
		"x":    tensor.New(tensor.WithShape(1, 2, 2), tensor.WithBacking(make([]float32, 4))),
		"tags": tensor.New(tensor.WithShape(1, 2), tensor.WithBacking([]int{1, 2})),
	})
	require.ErrorContains(t, err, "tags[0, 1] is 2: want 0 to 1 where the mask is true")
}

func ExampleNewCRF() {
	names := []string{"O", "B-PER", "I-PER"}
	f, _ := graph.NewFunction(weights.New(1), graph.Options{}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		crf := losses.NewCRF(s.In("crf"), len(names))
		x := in.Get("emissions") // [batch, seq, tags]
		return graph.Outputs{
			"loss":        crf.Forward(x, in.Get("tags"), nil),
			"plain":       crf.Decode(x, nil),
			"constrained": crf.Constrained(s, names).Decode(x, nil),
		}
	})
	out, err := f.Run(graph.Values{
		"emissions": tensor.New(tensor.WithShape(1, 2, 3), tensor.WithBacking([]float32{0, 1, 2, 0, 1, 2})),
		"tags":      tensor.New(tensor.WithShape(1, 2), tensor.WithBacking([]int{1, 2})),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f\n", out["loss"].Float32s()[0])
	fmt.Println(out["plain"].Ints(), out["constrained"].Ints()) // I-PER does not begin
	// Output:
	// 1.8152
	// [2 2] [1 2]
}
