package attention_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// spelled is a Softmax that is not known to be one: its Formula is spelled out.
type spelled struct{}

func (spelled) Forward(scores *graph.Node) *graph.Node { return scores.Softmax(-1) }

// fusedForms are what one operation can do.
var fusedForms = map[string]attention.Formula{
	"plain":         {},
	"scaled":        {Score: attention.ScaledDot{Scale: 0.3}},
	"dot":           {Score: attention.Dot{}},
	"causal":        {Causal: true},
	"window":        {Window: 5},
	"causal window": {Window: 7, Causal: true},
	"soft cap":      {Score: attention.SoftCap{Score: attention.ScaledDot{}, Cap: 0.7}},
	"alibi":         {Slopes: attention.Slopes(4), Causal: true},
	"all":           {Score: attention.SoftCap{Score: attention.Dot{}, Cap: 2}, Slopes: attention.Slopes(4), Window: 9, Causal: true},
}

// One operation gives what the formula spelled out gives, gradients too, also with
// grouped heads and with a mask; and so do the weights.
func TestFusedIsTheFormula(t *testing.T) {
	for name, f := range fusedForms {
		for _, n := range []int{3, 20, 300} {
			t.Run(fmt.Sprint(name, " ", n), func(t *testing.T) {
				plain := f
				plain.Normaliser = spelled{}
				run := function(t, func(s *graph.Scope, _ graph.Inputs) graph.Outputs {
					q := s.Param("q", weights.Normal(1), 2, 4, n, 6)
					k, v := s.Param("k", weights.Normal(1), 2, 2, n, 6), s.Param("v", weights.Normal(1), 2, 2, n, 5)
					mask := attention.PaddingAfter(s.Range(2).Add(s.Whole(n-1)), n)
					out := graph.Outputs{}
					for kind, f := range map[string]attention.Formula{"fused": f, "plain": plain} {
						y := f.Forward(q, k, v, mask)
						d := s.Graph().Backprop(y.Mul(y.Cos()).Sum(), q, k, v)
						out[kind+" y"], out[kind+" w"] = y, f.Weights(q, k, mask)
						out[kind+" dq"], out[kind+" dk"], out[kind+" dv"] = d[0], d[1], d[2]
					}
					return out
				})
				out, err := run.Run(nil)
				require.NoError(t, err)
				for _, x := range []string{" y", " w"} {
					require.InDeltaSlice(t, out["plain"+x].Data(), out["fused"+x].Data(), 1e-5, x)
				}
				for _, x := range []string{" dq", " dk", " dv"} { // as part of the largest
					most := float32(0)
					for _, g := range out["plain"+x].Float32s() {
						most = max(most, g, -g)
					}
					require.InDeltaSlice(t, out["plain"+x].Data(), out["fused"+x].Data(), 1e-5*float64(most), x)
				}
			})
		}
	}
}

// Fused is a MultiHead of the same formula.
func TestFusedHeads(t *testing.T) {
	f := function(t, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		a, x := attention.NewGroupedMultiHead(s, hidden, heads, 2), in.Get("x")
		a.Causal = true
		fused := &attention.Fused{MultiHead: a, Window: 3, SoftCap: 2, Slopes: attention.Slopes(heads)}
		formula := &attention.Composed{MultiHead: a, Weigher: attention.Formula{
			Score: attention.SoftCap{Score: attention.ScaledDot{}, Cap: 2}, Window: 3, Slopes: fused.Slopes, Normaliser: spelled{},
		}}
		return graph.Outputs{
			"y": fused.Forward(x, x, nil), "want": formula.Forward(x, x, nil),
			"w": fused.Weights(x, x, nil), "want w": formula.Weights(x, x, nil),
		}
	})
	out, err := f.Run(graph.Values{"x": rows(text(1, 9), text(2, 9))})
	require.NoError(t, err)
	require.InDeltaSlice(t, out["want"].Data(), out["y"].Data(), 1e-5)
	require.InDeltaSlice(t, out["want w"].Data(), out["w"].Data(), 1e-5)
}

func init() {
	causalForms["fused: window, soft cap, slopes"] = func(s *graph.Scope, x, at, from *graph.Node) *graph.Node {
		a := &attention.Fused{MultiHead: attention.NewGroupedMultiHead(s, hidden, heads, 2), Window: 5, SoftCap: 1.5, Slopes: attention.Slopes(heads)}
		a.Causal = true
		remember(s, a.MultiHead, at, from)
		return a.Forward(x, x, nil)
	}
}

// Gemma's: half of its layers see a window, and no score goes beyond a cap.
func ExampleFused() {
	s := graph.New(weights.New(1)).Scope()
	x, a := s.Input("x", 2, 7, 16), &attention.Fused{MultiHead: attention.NewMultiHead(s, 16, 4), Window: 4, SoftCap: 50}
	a.Causal = true
	fmt.Println(a.Forward(x, x, nil))
	// Output: [2, 7, 16]
}
