package bert

import (
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
)

// Pooling makes one vector of a text's hidden states, as sentence-transformers
// does (Reimers and Gurevych 2019).
type Pooling string

// The ways of pooling, in sentence-transformers' words.
const (
	CLS  Pooling = "cls"  // the first position's
	Mean Pooling = "mean" // the mean of all that is not padding
	Max  Pooling = "max"  // the largest of each element, of all that is not padding
)

// Forward is [batch, hidden] for hidden [batch, seq, hidden]; seen [batch, seq] is
// true where there is no padding, nil if there is none.
func (p Pooling) Forward(hidden, seen *graph.Node) *graph.Node {
	switch p {
	case CLS:
		return first(hidden)
	case Mean:
		if seen == nil {
			return hidden.Mean(1)
		}
		weight := seen.Unsqueeze(2).Cast(hidden.Dtype()) // [batch, seq, 1]
		sum := hidden.Mul(weight).Sum(1)                 // [batch, hidden]
		return sum.Div(weight.Sum(1).Clamp(1e-9, math.MaxFloat32))
	case Max:
		if seen != nil {
			hidden = hidden.MaskedFill(seen.Unsqueeze(2).Not(), math.Inf(-1))
		}
		return hidden.Max(1)
	}
	hidden.Graph().Scope().Errorf("pooling %q: want %q, %q or %q", string(p), CLS, Mean, Max)
	return hidden.Max(1)
}

// Normalise makes the Euclidean length of x [batch, hidden] 1, so that the cosine
// of two is their dot product; zeros stay.
func Normalise(x *graph.Node) *graph.Node {
	length := x.Square().SumKeep(-1).Sqrt() // [batch, 1]
	return x.Div(length.Clamp(1e-12, math.MaxFloat32))
}

// Embedding is the model as a function of texts, see Function; its output is
// embedding [batch, hidden], of length 1 if it is to be normalised.
func (m *Model) Embedding(p Pooling, normalise bool, o graph.Options) (*graph.Function, error) {
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		t := text(in)
		x := p.Forward(NewNetwork(s, m.Config).Forward(t), t.Seen)
		if normalise {
			x = Normalise(x)
		}
		return graph.Outputs{"embedding": x.Cast(tensor.Float32)}
	})
}
