package losses

import (
	"strings"

	"github.com/gaze-ml/gaze/graph"
)

// CRF is a linear-chain conditional random field over the tags of a sequence
// (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001): what a token
// says of its tag are the emissions, which a model computes; which tags follow each
// other, begin and end, is learned here. The score of a path y of n tokens is
//
//	s(y) = start[y₁] + Σ_t emissions[t, y_t] + Σ_{t>1} transitions[y_{t−1}, y_t] + end[y_n]
//
// and the loss of tags is log Σ_z e^s(z) − s(y) over all paths z. A mask [batch,
// seq], of booleans, is true for the tokens that are tagged, wherever they are: the
// first pieces of words, say. Nil is for all.
type CRF struct {
	Transitions *graph.Node // [from, to]
	Start       *graph.Node // [tags]
	End         *graph.Node // [tags]
}

// NewCRF has parameters for a number of tags, which begin as zeros, by the names
// that PyTorch's torchcrf gives them: transitions, start_transitions and
// end_transitions.
func NewCRF(s *graph.Scope, tags int) *CRF {
	return &CRF{
		Transitions: s.Param("transitions", nil, tags, tags),
		Start:       s.Param("start_transitions", nil, tags),
		End:         s.Param("end_transitions", nil, tags),
	}
}

// Forward is the mean loss [] of the sequences of emissions [batch, seq, tags],
// whose tags [batch, seq] are whole numbers.
func (c *CRF) Forward(emissions, tags, mask *graph.Node) *graph.Node {
	return c.Each(emissions, tags, mask).Mean()
}

// Each is the loss of each sequence, [batch]; 0 of one without tokens.
func (c *CRF) Each(emissions, tags, mask *graph.Node) *graph.Node {
	return emissions.CRF(c.Transitions, c.Start, c.End, tags, mask)
}

// Decode is the path of the highest score, [batch, seq]: whole numbers, −100 where
// the mask hides a token.
func (c *CRF) Decode(emissions, mask *graph.Node) *graph.Node {
	return emissions.CRFDecode(c.Transitions, c.Start, c.End, mask)
}

// Constrained is the field in which tags by these names follow each other as IOB2
// wants it: an I only after B or I of its type. It is for decoding; that what does
// not fit has a score of −10⁴ is no matter of training.
func (c *CRF) Constrained(s *graph.Scope, names []string) *CRF {
	k := len(names)
	between, first := make([]float64, k*k), make([]float64, k)
	for to, name := range names {
		kind, inside := strings.CutPrefix(name, "I-")
		if !inside {
			continue
		}
		first[to] = never
		for from, before := range names {
			if before != "B-"+kind && before != name {
				between[from*k+to] = never
			}
		}
	}
	return &CRF{c.Transitions.Add(s.Table(between, k, k)), c.Start.Add(s.Table(first, k)), c.End}
}

const never = -1e4
