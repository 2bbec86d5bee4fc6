package attention

import "github.com/gaze-ml/gaze/graph"

// ValueCache keeps the values of a SharedMap that decodes, beside the Cache of the
// layer whose weights it shares: At, From and Same are that one's.
type ValueCache struct {
	Values *graph.State // [batch, heads, longest, d]
	Beside *Cache       // of the layer that weighs
}

// Remember gives a a new ValueCache, for the weights of a layer that has a Cache.
func (a *SharedMap) Remember(s *graph.Scope, weighs *MultiHead) {
	if weighs.Cache == nil {
		s.Errorf("values beside a layer without a cache: want one, see MultiHead.Remember")
		return
	}
	c, heads := weighs.Cache, max(weighs.Heads, 1)
	values := s.State("values", c.At.Dim(0), heads, c.longest(), a.Value.Weight.Dim(0)/heads)
	a.Cache = &ValueCache{values, c}
}

// append adds the values [batch, heads, seq, d] of new positions, and answers with all.
func (c *ValueCache) append(v *graph.Node) *graph.Node {
	at, from, same := c.Beside.At, c.Beside.From, c.Beside.Same
	if from != nil && same == nil {
		same = v.Graph().Scope().Whole(0).Expand(at.Dim(0))
	}
	if from != nil {
		c.Values.ReorderBetween(from, same, at, 2)
	}
	return c.Values.Append(v, at, 2)
}
