package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// CRF is the negative log-likelihood [batch] of tags [batch, seq], of Int, by a
// linear-chain conditional random field (Lafferty, McCallum and Pereira 2001).
// With emissions e [batch, seq, tags], transitions T [from, to], start and end
// [tags], a path y of n tokens has the score, and its tags the loss,
//
//	s(y) = start[y₁] + Σ_t e[t, y_t] + Σ_{t>1} T[y_{t−1}, y_t] + end[y_n]
//	loss = log Σ_{all paths z} e^s(z) − s(y)
//
// the sum by the forward algorithm, in float64 whatever the operands are. Mask
// [batch, seq], of Bool, is true for the tokens of the chain, or nil for all: the
// others, wherever they are, are left out as if they were not there, and their
// tags and emissions are not read. A chain of no token has loss 0.
//
// A tag that is none of the tags' makes the run fail. All but the tags and the
// mask have gradients: what the field expects less what is there.
func CRF(emissions, transitions, start, end, tags, mask *gorgonia.Node) (*gorgonia.Node, error) {
	xs := chainOperands(mask, emissions, transitions, start, end, tags)
	return apply(Def{
		Name:     "CRF",
		Infer:    inferCRF,
		Forward:  byFloat(crfForward[float32], crfForward[float64]),
		Backward: byFloat(crfBackward[float32], crfBackward[float64]),
		Wrt:      []int{0, 1, 2, 3},
		Scratch: func(in []Type) []Type {
			batch, k := in[0].Shape[0], in[0].Shape[2]
			return []Type{{tensor.Float64, []int{batch, k*k + 2*k}}}
		},
	}, xs...)
}

// CRFDecode is the path of the highest score [batch, seq], of Int, by Viterbi's
// algorithm (1967); see CRF. Of equal paths it is the one whose last tag, and then
// the one before that, comes first. Where the mask hides a token it is −100, the
// label that never counts.
func CRFDecode(emissions, transitions, start, end, mask *gorgonia.Node) (*gorgonia.Node, error) {
	return apply(Def{
		Name:    "CRF decoding",
		Infer:   inferDecode,
		Forward: byOperand(viterbi[float32], viterbi[float64], nil, nil),
	}, chainOperands(mask, emissions, transitions, start, end)...)
}

var chainNames = []string{"emissions", "transitions", "start", "end", "tags", "mask"}

func chainOperands(mask *gorgonia.Node, xs ...*gorgonia.Node) gorgonia.Nodes {
	if mask != nil {
		xs = append(xs, mask)
	}
	return xs
}

func inferCRF(in []Type) (Type, error) {
	t, err := checkChain(in, chainNames)
	if err != nil {
		return t, err
	}
	if tags := in[4]; tags.Dtype != tensor.Int || !equalShapes(tags.Shape, t.Shape[:2]) {
		return t, fmt.Errorf("%s: want tags int %s", describe(chainNames, in), ShapeString(t.Shape[:2]))
	}
	return t.With(t.Shape[0]), nil
}

func inferDecode(in []Type) (Type, error) {
	t, err := checkChain(in, append(append([]string{}, chainNames[:4]...), "mask"))
	if err != nil {
		return t, err
	}
	return Type{tensor.Int, t.Shape[:2]}, nil
}

// checkChain is of what CRF and CRFDecode have in common: emissions to end, and
// the mask, which is the last if it is there.
func checkChain(in []Type, names []string) (Type, error) {
	e := in[0]
	if e.Rank() != 3 || !e.Float() {
		return e, fmt.Errorf("emissions %s: want floats [batch, seq, tags]", e)
	}
	k := e.Shape[2]
	want := []Type{e.With(k, k), e.With(k), e.With(k)}
	for i, w := range want {
		if !in[i+1].Equal(w) {
			return e, fmt.Errorf("%s: want %s %s", describe(names, in), names[i+1], w)
		}
	}
	if mask := (Type{tensor.Bool, e.Shape[:2]}); len(in) == len(names) && !in[len(in)-1].Equal(mask) {
		return e, fmt.Errorf("%s: want mask %s", describe(names, in), mask)
	}
	return e, nil
}

// A chain is a CRF bound to memory, for one sequence after another.
type chain[T kernel.Float] struct {
	batch, seq, k                      int
	emissions, transitions, start, end []T
	tags                               []int
	mask                               []bool

	transfer *transfer[T] // nil for decoding
}

func newChain[T kernel.Float](c *Call, mask int) *chain[T] {
	shape := c.In[0].Shape
	m := &chain[T]{batch: shape[0], seq: shape[1], k: shape[2]}
	m.emissions, m.transitions = floats[T](c.In[0]), floats[T](c.In[1])
	m.start, m.end = floats[T](c.In[2]), floats[T](c.In[3])
	if len(c.In) > mask {
		m.mask = c.In[mask].Bool
	}
	return m
}

// next is the first token of the chain from t on, seq if there is none.
func (m *chain[T]) next(b, t int) int {
	for t < m.seq && m.mask != nil && !m.mask[b*m.seq+t] {
		t++
	}
	return t
}

// row is the emissions of a token.
func (m *chain[T]) row(b, t int) []T {
	at := (b*m.seq + t) * m.k
	return m.emissions[at : at+m.k]
}

// grain is the number of sequences worked on at a time.
func (m *chain[T]) grain() int { return max(1, pointGrain/(m.seq*m.k*m.k)) }
