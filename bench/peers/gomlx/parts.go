package main

import (
	"math"

	"github.com/gomlx/gomlx/pkg/core/dtypes"
	"github.com/gomlx/gomlx/pkg/core/graph"
	"github.com/gomlx/gomlx/pkg/core/shapes"
	"github.com/gomlx/gomlx/pkg/core/tensors"
	"github.com/gomlx/gomlx/pkg/ml/context"
	gazetensor "gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/weights"
)

// given are weights by Gaze's names.
type given map[string]*tensors.Tensor

// readWeights copies the tensors of a safetensors file.
func readWeights(file string) (given, error) {
	store, err := weights.Open(file)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	w := given{}
	for _, path := range store.Paths() {
		e, _ := store.Entry(path)
		shape := e.Shape()
		if e, err = store.Declare(path, gazetensor.Float32, nil, shape...); err != nil {
			return nil, err
		}
		w[path] = tensors.FromFlatDataAndDimensions(e.Float32s(), shape...)
	}
	return w, nil
}

// drawing is a graph under way.
type drawing struct {
	ctx *context.Context
	g   *graph.Graph
	w   given
}

func (d drawing) param(name string) *graph.Node {
	return d.ctx.VariableWithValue(name, d.w[name]).ValueGraph(d.g)
}

// linear is x·wᵀ + b of x [rows, in].
func (d drawing) linear(x *graph.Node, name string) *graph.Node {
	y := timesTransposed(x, d.param(name+".weight"))
	return graph.Add(y, graph.ExpandLeftToRank(d.param(name+".bias"), 2))
}

func timesTransposed(x, w *graph.Node) *graph.Node {
	return graph.DotGeneral(x, []int{1}, nil, w, []int{1}, nil)
}

// norm is layer normalisation of x [rows, hidden].
func (d drawing) norm(x *graph.Node, name string) *graph.Node {
	c := graph.Sub(x, graph.ReduceAndKeep(x, graph.ReduceMean, -1))
	variance := graph.ReduceAndKeep(graph.Square(c), graph.ReduceMean, -1)
	y := graph.Div(c, graph.Sqrt(graph.AddScalar(variance, 1e-5)))
	gain, bias := d.param(name+".weight"), d.param(name+".bias")
	return graph.Add(graph.Mul(y, graph.ExpandLeftToRank(gain, 2)), graph.ExpandLeftToRank(bias, 2))
}

// heads is how rows of a batch are cut.
type heads struct{ batch, seq, count, hidden int }

// attend is softmax(q·kᵀ/√d)·v of q, k and v [batch·seq, hidden].
func (h heads) attend(q, k, v *graph.Node, causal bool) *graph.Node {
	width := h.hidden / h.count
	cut := func(x *graph.Node) *graph.Node { return graph.Reshape(x, h.batch, h.seq, h.count, width) }
	scores := graph.MulScalar(graph.Einsum("bqhd,bkhd->bhqk", cut(q), cut(k)), 1/math.Sqrt(float64(width)))
	if causal {
		g := q.Graph()
		seen := graph.ExpandLeftToRank(graph.LowerTriangular(g, h.seq), 4)
		seen = graph.BroadcastToDims(seen, h.batch, h.count, h.seq, h.seq)
		scores = graph.Where(seen, scores, graph.Scalar(g, dtypes.Float32, -1e9))
	}
	y := graph.Einsum("bhqk,bkhd->bqhd", graph.Softmax(scores, -1), cut(v))
	return graph.Reshape(y, h.batch*h.seq, h.hidden)
}

// rows is the embedding of ids [batch, seq], laid end to end.
func (d drawing) rows(name string, ids *graph.Node, hidden int) *graph.Node {
	x := graph.Gather(d.param(name), graph.ExpandAxes(ids, -1)) // [batch, seq, hidden]
	return graph.Reshape(x, -1, hidden)
}

// positions are the first rows of a table, for every row of a batch. They are
// gathered, since a slice has a gradient that the backend lacks.
func (d drawing) positions(name string, h heads) *graph.Node {
	ids := graph.Iota(d.g, shapes.Make(dtypes.Int32, h.batch, h.seq), 1)
	return d.rows(name, ids, h.hidden)
}
