package graph

import (
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// CRF is the negative log-likelihood [batch] of tags [batch, seq] by a conditional
// random field of emissions x [batch, seq, tags]; transitions [from, to], start and
// end [tags]. A mask [batch, seq], true for what counts, may be nil. See ops.CRF.
func (x *Node) CRF(transitions, start, end, tags, mask *Node) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.CRF(ns[0], ns[1], ns[2], ns[3], ns[4], ns[5])
	}, x, transitions, start, end, tags, mask)
}

// CRFDecode is the best path [batch, seq] through emissions x [batch, seq, tags],
// −100 where the mask hides. See ops.CRFDecode.
func (x *Node) CRFDecode(transitions, start, end, mask *Node) *Node {
	return optional(func(ns []*gorgonia.Node) (*gorgonia.Node, error) {
		return ops.CRFDecode(ns[0], ns[1], ns[2], ns[3], ns[4])
	}, x, transitions, start, end, mask)
}
