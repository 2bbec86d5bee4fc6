package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// doubled is a Position of somebody else's.
type doubled struct{ rotary *attention.Rotary }

func (d doubled) Forward(x, positions *graph.Node) *graph.Node {
	return d.rotary.Forward(x.Scale(2), positions)
}

// MultiHead gives the bits of heads that have an axis of their own, whatever
// positions there are.
func TestHeadsBesideEachOtherAreHeadsApart(t *testing.T) {
	const seq = 5
	for name, position := range map[string]func(s *graph.Scope) attention.Position{
		"none":   func(*graph.Scope) attention.Position { return nil },
		"halves": func(s *graph.Scope) attention.Position { return attention.NewRotary(s, longest, 4, 100) },
		"pairs":  func(s *graph.Scope) attention.Position { return attention.NewRotaryPairs(s, longest, 2, 100) },
		"placed": func(s *graph.Scope) attention.Position {
			at := s.Range(2*seq).Reshape(2, seq) // [batch, seq]
			return attention.Placed{Position: attention.NewRotary(s, longest, 4, 100), Positions: at}
		},
		"placed alike": func(s *graph.Scope) attention.Position {
			return attention.Placed{Position: attention.NewRotary(s, longest, 4, 100), Positions: s.Range(seq).Add(s.Whole(3))}
		},
		"of somebody else": func(s *graph.Scope) attention.Position {
			return doubled{attention.NewRotary(s, longest, 4, 100)}
		},
		"of somebody else, placed": func(s *graph.Scope) attention.Position {
			return attention.Placed{Position: doubled{attention.NewRotary(s, longest, 4, 100)}, Positions: s.Range(seq)}
		},
	} {
		f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
			x := in.Get("x")
			a := attention.NewGroupedMultiHead(s, hidden, heads, 2)
			a.Position, a.Causal, a.Dropout = position(s), true, 0
			return graph.Outputs{"beside": a.Forward(x, x, nil), "apart": apart(a, x)}
		})
		require.NoError(t, err)
		in := graph.Values{"x": rows(text(1, seq), text(2, seq))}
		require.NoError(t, f.Call(in, nil, func(r *graph.Results) error {
			beside, err := r.Value("beside")
			require.NoError(t, err)
			want, err := r.Value("apart")
			require.NoError(t, err)
			require.Equal(t, want.Float32s(), beside.Float32s(), name)
			return nil
		}))
	}
}

// apart is a's Forward with axes for heads.
func apart(a *attention.MultiHead, x *graph.Node) *graph.Node {
	split := func(x *graph.Node, heads int) *graph.Node {
		return x.Reshape(x.Dim(0), x.Dim(1), heads, -1).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
	}
	q, k, v := split(a.Query.Forward(x), heads), split(a.Key.Forward(x), 2), split(a.Value.Forward(x), 2)
	if a.Position != nil {
		q, k = a.Position.Forward(q, nil), a.Position.Forward(k, nil)
	}
	y := q.Attention(k, v, nil, nil, ops.AttentionConfig{Causal: true}).Transpose(0, 2, 1, 3) // [batch, seq, heads, d]
	return a.Output.Forward(y.Reshape(x.Shape()...))
}
