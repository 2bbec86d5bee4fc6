// Package stock runs char GPT in Gorgonia as it comes: its own operations, its
// TapeMachine and its solver, with weights and inputs of Gaze's case.
//
// Gorgonia has no LayerNorm, no GELU and no cross-entropy, so they are put
// together from what it has; GELU is the tanh approximation, as there is no erf.
// Its AdamW changes nothing, so Adam takes its place.
package stock

import (
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"
)

// drawing keeps the first error of what is drawn, so that formulas can be read.
type drawing struct {
	graph  *gorgonia.ExprGraph
	params gorgonia.Nodes
	values map[string]*tensor.Dense
	err    error
}

// note keeps an error; after one, results are stand-ins that nobody runs.
func (d *drawing) note(n *gorgonia.Node, err error) *gorgonia.Node {
	if d.err == nil {
		d.err = err
	}
	if n == nil {
		return gorgonia.NewScalar(d.graph, gorgonia.Float32, gorgonia.WithName("failed"))
	}
	return n
}

// param is a weight of Gaze's by its path.
func (d *drawing) param(path string) *gorgonia.Node {
	value := d.values[path]
	n := gorgonia.NewTensor(d.graph, gorgonia.Float32, value.Dims(), gorgonia.WithShape(value.Shape()...),
		gorgonia.WithName(path), gorgonia.WithValue(value))
	d.params = append(d.params, n)
	return n
}

func (d *drawing) constant(x float64) *gorgonia.Node { return gorgonia.NewConstant(float32(x)) }

func (d *drawing) reshape(x *gorgonia.Node, shape ...int) *gorgonia.Node {
	return d.note(gorgonia.Reshape(x, shape))
}

func (d *drawing) scale(x *gorgonia.Node, a float64) *gorgonia.Node {
	return d.note(gorgonia.HadamardProd(x, d.constant(a)))
}

// addRow adds a row [columns] to every row of x [rows, columns].
func (d *drawing) addRow(x, row *gorgonia.Node) *gorgonia.Node {
	row = d.reshape(row, 1, row.Shape()[0]) // [1, columns]
	return d.note(gorgonia.BroadcastAdd(x, row, nil, []byte{0}))
}

// linear is x·wᵀ + b of x [rows, in].
func (d *drawing) linear(x *gorgonia.Node, path string) *gorgonia.Node {
	return d.addRow(d.timesTransposed(x, d.param(path+".weight")), d.param(path+".bias"))
}

func (d *drawing) timesTransposed(x, w *gorgonia.Node) *gorgonia.Node {
	return d.note(gorgonia.Mul(x, d.note(gorgonia.Transpose(w, 1, 0))))
}

// norm is layer normalisation of x [rows, hidden].
func (d *drawing) norm(x *gorgonia.Node, path string) *gorgonia.Node {
	rows, hidden := x.Shape()[0], x.Shape()[1]
	mean := d.reshape(d.note(gorgonia.Mean(x, 1)), rows, 1)
	x = d.note(gorgonia.BroadcastSub(x, mean, nil, []byte{1}))
	variance := d.note(gorgonia.Mean(d.note(gorgonia.Square(x)), 1)) // [rows]
	deviation := d.note(gorgonia.Sqrt(d.note(gorgonia.Add(variance, d.constant(1e-5)))))
	x = d.note(gorgonia.BroadcastHadamardDiv(x, d.reshape(deviation, rows, 1), nil, []byte{1}))
	gain := d.reshape(d.param(path+".weight"), 1, hidden)
	return d.addRow(d.note(gorgonia.BroadcastHadamardProd(x, gain, nil, []byte{0})), d.param(path+".bias"))
}

// gelu is x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
func (d *drawing) gelu(x *gorgonia.Node) *gorgonia.Node {
	cube := d.note(gorgonia.HadamardProd(d.note(gorgonia.Square(x)), x))
	inner := d.scale(d.note(gorgonia.Add(x, d.scale(cube, 0.044715))), math.Sqrt(2/math.Pi))
	gate := d.note(gorgonia.Add(d.note(gorgonia.Tanh(inner)), d.constant(1)))
	return d.scale(d.note(gorgonia.HadamardProd(x, gate)), 0.5)
}

// crossEntropy is the mean of log Σ exp(logits) − logits[label], labels one-hot.
func (d *drawing) crossEntropy(logits, oneHot *gorgonia.Node) *gorgonia.Node {
	total := d.note(gorgonia.Sum(d.note(gorgonia.Exp(logits)), 1))                   // [rows]
	picked := d.note(gorgonia.Sum(d.note(gorgonia.HadamardProd(logits, oneHot)), 1)) // [rows]
	return d.note(gorgonia.Mean(d.note(gorgonia.Sub(d.note(gorgonia.Log(total)), picked))))
}
