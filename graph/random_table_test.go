package graph_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// moves are what a random drawing is made of: each draws something from x (and
// y), or nil where their shapes do not allow it.
var moves = []func(r *rand.Rand, x, y *graph.Node) *graph.Node{
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Tanh() },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.GELU() },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Neg() },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Scale(0.5) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Reshape(-1) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Squeeze() },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Unsqueeze(0) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return x.SumKeep().Scale(0.1) },
	func(r *rand.Rand, x, _ *graph.Node) *graph.Node { return x.Dropout([]float64{0.3, 1, 0}[r.IntN(3)]) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return x.MaskedFill(x.Greater(x.Graph().Scope().Number(0.5)), 0.25)
	},
	func(_ *rand.Rand, x, y *graph.Node) *graph.Node { return both(x, y, (*graph.Node).Add) },
	func(_ *rand.Rand, x, y *graph.Node) *graph.Node { return both(x, y, (*graph.Node).Sub) },
	func(_ *rand.Rand, x, y *graph.Node) *graph.Node { return both(x, y.Tanh(), (*graph.Node).Mul) },
	func(_ *rand.Rand, x, y *graph.Node) *graph.Node {
		return both(x, y, func(x, y *graph.Node) *graph.Node { return x.Greater(y).Where(x, y) })
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return along(x, x.Softmax) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return along(x, x.LogSoftmax) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node { return along(x, x.CumSum) },
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(int) *graph.Node { return x.LayerNorm(nil, nil, 1e-3) })
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(axis int) *graph.Node { return x.Mean(axis) })
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(int) *graph.Node { return x.Transpose() })
	},
	func(r *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(axis int) *graph.Node {
			lo := r.IntN(x.Dim(axis))
			return x.Slice(axis, lo, lo+1+r.IntN(x.Dim(axis)-lo))
		})
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(axis int) *graph.Node {
			if x.Dim(axis) < 2 {
				return nil
			}
			pieces := x.Split(axis, 1, x.Dim(axis)-1)
			return pieces[1].Add(pieces[0])
		})
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		return along(x, func(axis int) *graph.Node { return graph.Concat(axis, x, x.Neg(), x) })
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		if x.Rank() < 2 {
			return nil
		}
		return x.MatMulT(x).Scale(0.1)
	},
	func(_ *rand.Rand, x, _ *graph.Node) *graph.Node {
		if x.Rank() != 3 {
			return nil
		}
		q := x.Unsqueeze(1)
		return q.Attention(q, q.Scale(2), nil, nil, ops.AttentionConfig{Causal: true})
	},
	func(_ *rand.Rand, x, y *graph.Node) *graph.Node {
		if x.Rank() == 0 || y.Rank() != 2 || x.Dim(-1) != y.Dim(1) {
			return nil
		}
		return x.LinearAct(y, nil, ops.ActGELU)
	},
}

// along applies f to the last axis, of a node that has one.
func along(x *graph.Node, f func(axis int) *graph.Node) *graph.Node {
	if x.Rank() == 0 {
		return nil
	}
	return f(-1)
}

// both applies f to nodes that can be broadcast to each other.
func both(x, y *graph.Node, f func(x, y *graph.Node) *graph.Node) *graph.Node {
	a, b := x.Shape(), y.Shape()
	for i := 1; i <= min(len(a), len(b)); i++ {
		if p, q := a[len(a)-i], b[len(b)-i]; p != q && p != 1 && q != 1 {
			return nil
		}
	}
	return f(x, y)
}

// scribble is a random drawing: the same for the same seed.
type scribble struct {
	g            *graph.Graph
	x            *graph.Node // its input [2, 3, 4]
	nodes        []*graph.Node
	loss, weight *graph.Node
}

func draw(seed uint64, store *weights.Store) *scribble {
	r := rand.New(rand.NewPCG(seed, 99))
	g := graph.New(store)
	s := g.Scope()
	d := &scribble{g: g, x: s.Input("x", 2, 3, 4)}
	d.nodes = append(d.nodes, d.x)
	for i, shape := range [][]int{{3, 4}, {4}, {}, {1}, {4, 4}, {2, 1, 4}} {
		d.nodes = append(d.nodes, s.Param(fmt.Sprint("p", i), weights.Normal(1), shape...))
	}
	pick := func() *graph.Node { // prefers what is recent
		n := len(d.nodes)
		if r.IntN(2) == 0 {
			return d.nodes[n-1-r.IntN(min(n, 3))]
		}
		return d.nodes[r.IntN(n)]
	}
	for range 4 + r.IntN(25) {
		y := moves[r.IntN(len(moves))](r, pick(), pick())
		if y != nil && size(y) < 600 {
			d.nodes = append(d.nodes, y)
		}
	}
	d.loss = pick().Sum()
	for range r.IntN(3) {
		d.loss = d.loss.Add(pick().Mean())
	}
	if r.IntN(3) == 0 {
		d.weight = d.x.Abs().Sum()
	}
	return d
}

func size(x *graph.Node) int {
	n := 1
	for _, d := range x.Shape() {
		n *= d
	}
	return n
}
