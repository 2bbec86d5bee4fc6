package attention

import "github.com/gaze-ml/gaze/graph"

// Places are where queries and keys stand, whole numbers; masks and biases are
// made of them: Window, Prefix, BlockLocal, Strided, ALiBi, RelativeBias.
type Places struct {
	Query *graph.Node // [query, 1] or [batch, 1, query, 1]
	Key   *graph.Node // [key]
}

// Within are the places of a text of seq positions that attends to itself.
func Within(s *graph.Scope, seq int) Places { return Across(s, seq, seq) }

// Across are the places of query positions that attend to key others, both from 0.
func Across(s *graph.Scope, query, key int) Places {
	return Places{s.Range(query).Unsqueeze(1), s.Range(key)}
}

// Places are those of seq new positions, which attend to all that the cache holds.
func (c *Cache) Places(seq int) Places {
	s := c.At.Graph().Scope()
	return Places{c.Positions(seq).Unsqueeze(1, 3), s.Range(c.longest())}
}

// Ahead is how far keys stand after queries, j - i: [query, key] or [batch, 1,
// query, key].
func (p Places) Ahead() *graph.Node { return p.Key.Sub(p.Query) }

// Causal is the mask by which no position sees a later one.
func (p Places) Causal() *graph.Node { return p.Key.LessEqual(p.Query) }

// quotient is x/by of whole numbers, rounded towards 0; x is less than 2²⁴.
func quotient(x *graph.Node, by int) *graph.Node {
	n := x.Graph().Scope().Number(float64(by))
	return x.Cast(n.Dtype()).Div(n).Cast(x.Dtype())
}

// multiple says where x is a multiple of by.
func multiple(x *graph.Node, by int) *graph.Node {
	return quotient(x, by).Mul(x.Graph().Scope().Whole(by)).Equal(x)
}
