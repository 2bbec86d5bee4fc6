package graph_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/weights"
)

// compared is the model that is measured against stock Gorgonia: two layers,
// on 8 sequences of 64.
var compared = gpt{vocab: 1000, seq: 64, hidden: 128, heads: 4, layers: 2}

const comparedBatch = 8

// stock is the same model, weights included, in Gorgonia's own operations.
type stock struct {
	gpt
	batch  int
	g      *gorgonia.ExprGraph
	store  *weights.Store
	params gorgonia.Nodes
	loss   *gorgonia.Node
	vm     gorgonia.VM
}

func newStock(t testing.TB, c gpt, batch int, store *weights.Store, ids, labels *tensor.Dense) *stock {
	m := &stock{gpt: c, batch: batch, g: gorgonia.NewGraph(), store: store}
	m.build(ids, labels)
	_, err := gorgonia.Grad(m.loss, m.params...)
	require.NoError(t, err)
	m.vm = gorgonia.NewTapeMachine(m.g, gorgonia.BindDualValues(m.params...))
	return m
}

func (m *stock) param(path string, shape ...int) *gorgonia.Node {
	e, ok := m.store.Entry(path)
	if !ok {
		panic(path)
	}
	v := e.Value().Clone().(*tensor.Dense)
	if err := v.Reshape(shape...); err != nil {
		panic(err)
	}
	n := gorgonia.NewTensor(m.g, tensor.Float32, len(shape), gorgonia.WithShape(shape...), gorgonia.WithName(path), gorgonia.WithValue(v))
	m.params = append(m.params, n)
	return n
}

func (m *stock) value(name string, d *tensor.Dense) *gorgonia.Node {
	return gorgonia.NewTensor(m.g, d.Dtype(), d.Dims(), gorgonia.WithShape(d.Shape()...), gorgonia.WithName(name), gorgonia.WithValue(d))
}

var must = gorgonia.Must

func scalarOf(x float64) *gorgonia.Node { return gorgonia.NewConstant(float32(x)) }

func (m *stock) build(ids, labels *tensor.Dense) {
	n := m.batch * m.seq
	flat := ids.Clone().(*tensor.Dense)
	_ = flat.Reshape(n)
	x := must(gorgonia.ByIndices(m.param("wte", m.vocab, m.hidden), m.value("ids", flat), 0))
	pos := m.param("wpe", 1, m.seq, m.hidden)
	x = must(gorgonia.Reshape(x, tensor.Shape{m.batch, m.seq, m.hidden}))
	x = must(gorgonia.BroadcastAdd(x, pos, nil, []byte{0}))
	x = must(gorgonia.Reshape(x, tensor.Shape{n, m.hidden}))
	for i := range m.layers {
		x = m.layer(fmt.Sprintf("layer.%d.", i), x)
	}
	logits := m.linear("head.", m.norm("norm.", x), m.vocab)
	hot := make([]float32, n*m.vocab)
	for i, y := range labels.Ints() {
		hot[i*m.vocab+y] = 1
	}
	target := m.value("labels", tensor.New(tensor.WithShape(n, m.vocab), tensor.WithBacking(hot)))
	picked := must(gorgonia.HadamardProd(must(gorgonia.Log(must(gorgonia.SoftMax(logits, 1)))), target))
	m.loss = must(gorgonia.Mul(must(gorgonia.Sum(picked)), scalarOf(-1/float64(n))))
}

func (m *stock) linear(path string, x *gorgonia.Node, out int) *gorgonia.Node {
	in := x.Shape()[1]
	w := must(gorgonia.Transpose(m.param(path+"weight", out, in), 1, 0))
	return must(gorgonia.BroadcastAdd(must(gorgonia.Mul(x, w)), m.param(path+"bias", 1, out), nil, []byte{0}))
}

func (m *stock) norm(path string, x *gorgonia.Node) *gorgonia.Node {
	n, d := x.Shape()[0], x.Shape()[1]
	column := func(v *gorgonia.Node) *gorgonia.Node { return must(gorgonia.Reshape(v, tensor.Shape{n, 1})) }
	mean := column(must(gorgonia.Mean(x, 1)))
	centred := must(gorgonia.BroadcastSub(x, mean, nil, []byte{1}))
	variance := column(must(gorgonia.Mean(must(gorgonia.Square(centred)), 1)))
	deviation := must(gorgonia.Sqrt(must(gorgonia.Add(variance, scalarOf(1e-5)))))
	y := must(gorgonia.BroadcastHadamardDiv(centred, deviation, nil, []byte{1}))
	y = must(gorgonia.BroadcastHadamardProd(y, m.param(path+"weight", 1, d), nil, []byte{0}))
	return must(gorgonia.BroadcastAdd(y, m.param(path+"bias", 1, d), nil, []byte{0}))
}

func (m *stock) layer(path string, x *gorgonia.Node) *gorgonia.Node {
	h := m.norm(path+"norm1.", x)
	d := m.hidden / m.heads
	split := func(name string, axes ...int) *gorgonia.Node {
		y := m.linear(path+name+".", h, m.hidden)
		y = must(gorgonia.Reshape(y, tensor.Shape{m.batch, m.seq, m.heads, d}))
		y = must(gorgonia.Transpose(y, axes...))
		return must(gorgonia.Reshape(y, tensor.Shape{m.batch * m.heads, y.Shape()[2], y.Shape()[3]}))
	}
	q, k, v := split("query", 0, 2, 1, 3), split("key", 0, 2, 3, 1), split("value", 0, 2, 1, 3)
	scores := must(gorgonia.Mul(must(gorgonia.BatchedMatMul(q, k)), scalarOf(1/math.Sqrt(float64(d)))))
	scores = must(gorgonia.Add(scores, m.mask(path)))
	a := must(gorgonia.BatchedMatMul(must(gorgonia.SoftMax(scores, 2)), v))
	a = must(gorgonia.Reshape(a, tensor.Shape{m.batch, m.heads, m.seq, d}))
	a = must(gorgonia.Reshape(must(gorgonia.Transpose(a, 0, 2, 1, 3)), tensor.Shape{m.batch * m.seq, m.hidden}))
	x = must(gorgonia.Add(x, m.linear(path+"output.", a, m.hidden)))
	h = m.gelu(m.linear(path+"up.", m.norm(path+"norm2.", x), 4*m.hidden))
	return must(gorgonia.Add(x, m.linear(path+"down.", h, m.hidden)))
}

// mask hides the future.
func (m *stock) mask(path string) *gorgonia.Node {
	heads := m.batch * m.heads
	hidden := make([]float32, heads*m.seq*m.seq)
	for i := range hidden {
		if query, key := i/m.seq%m.seq, i%m.seq; key > query {
			hidden[i] = -1e9
		}
	}
	return m.value(path+"mask", tensor.New(tensor.WithShape(heads, m.seq, m.seq), tensor.WithBacking(hidden)))
}

// gelu is the tanh approximation.
func (m *stock) gelu(x *gorgonia.Node) *gorgonia.Node {
	cube := must(gorgonia.Mul(must(gorgonia.Cube(x)), scalarOf(0.044715)))
	inner := must(gorgonia.Mul(must(gorgonia.Add(x, cube)), scalarOf(math.Sqrt(2/math.Pi))))
	gate := must(gorgonia.Add(must(gorgonia.Tanh(inner)), scalarOf(1)))
	return must(gorgonia.HadamardProd(must(gorgonia.Mul(x, scalarOf(0.5))), gate))
}

// allCounted is a batch none of whose labels is ignored.
func (c gpt) allCounted(batch int) (ids, labels *tensor.Dense) {
	ids, labels = c.batchOf(1, batch)
	for i, y := range labels.Ints() {
		labels.Ints()[i] = max(y, 0)
	}
	return ids, labels
}

// What is compared is the same model: loss and gradients.
func TestStockModelIsTheSame(t *testing.T) {
	c := gpt{vocab: 20, seq: 5, hidden: 8, heads: 2, layers: 2}
	store := weights.New(1)
	ours := c.train(t, store, 3, graph.Options{})
	ids, labels := c.allCounted(3)
	ours.feed(t, ids, labels)
	loss := ours.run(t)
	ours.Gradients().Mean()
	theirs := newStock(t, c, 3, store, ids, labels)
	require.NoError(t, theirs.vm.RunAll())
	require.InDelta(t, float64(theirs.loss.Value().Data().(float32)), loss, 1e-5)
	for _, n := range theirs.params {
		grad, err := n.Grad()
		require.NoError(t, err)
		own, err := ours.Gradients().Of(n.Name())
		require.NoError(t, err)
		require.InDeltaSlice(t, grad.Data(), own.Data(), 1e-5, n.Name())
	}
}

// noProducts is a BLAS whose matrix product does nothing.
type noProducts struct{ gonum.Implementation }

func (noProducts) Sgemm(blas.Transpose, blas.Transpose, int, int, int, float32, []float32, int, []float32, int, float32, []float32, int) {
}

// One step of training, plain update included, on the machine and in stock
// Gorgonia; and the same with the matrix products left out on both sides.
func BenchmarkTrainingStep(b *testing.B) {
	store := weights.New(1)
	ids, labels := compared.allCounted(comparedBatch)
	ours := compared.train(b, store, comparedBatch, graph.Options{})
	ours.feed(b, ids, labels)
	update := descent(store, ours.Gradients(), 1e-3)
	theirs := newStock(b, compared, comparedBatch, store, ids, labels)
	solver := gorgonia.NewVanillaSolver(gorgonia.WithLearnRate(1e-3))
	grads := gorgonia.NodesToValueGrads(theirs.params)
	machine := func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ours.run(b)
			require.NoError(b, store.Update(update))
		}
	}
	tape := func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, theirs.vm.RunAll())
			require.NoError(b, solver.Step(grads))
			theirs.vm.Reset()
		}
	}
	b.Run("machine", machine)
	b.Run("stock", tape)
	gorgonia.Use(noProducts{})
	kernel.SkipProducts.Store(true)
	defer func() {
		gorgonia.Use(gonum.Implementation{})
		kernel.SkipProducts.Store(false)
	}()
	b.Run("machine/no-products", machine)
	b.Run("stock/no-products", tape)
}
