package graph_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// gpt is the model the tests train: a decoder of pre-norm layers.
type gpt struct {
	vocab, seq, hidden, heads, layers int
	dropout                           float64
}

var tiny = gpt{vocab: 11, seq: 6, hidden: 8, heads: 2, layers: 2}

// logits [batch, seq, vocab] of ids [batch, seq].
func (c gpt) logits(s *graph.Scope, ids *graph.Node) *graph.Node {
	x := s.Param("wte", weights.Normal(0.5), c.vocab, c.hidden).Embedding(ids, -1) // [batch, seq, hidden]
	x = x.Add(s.Param("wpe", weights.Normal(0.5), c.seq, c.hidden).Slice(0, 0, ids.Dim(1)))
	for i := range c.layers {
		x = c.layer(s.In("layer", i), x)
	}
	return linear(s.In("head"), norm(s.In("norm"), x), c.vocab)
}

func (c gpt) layer(s *graph.Scope, x *graph.Node) *graph.Node {
	h := norm(s.In("norm1"), x)
	q := c.split(linear(s.In("query"), h, c.hidden)) // [batch, heads, seq, d]
	k := c.split(linear(s.In("key"), h, c.hidden))
	v := c.split(linear(s.In("value"), h, c.hidden))
	a := q.Attention(k, v, nil, nil, ops.AttentionConfig{Causal: true, Dropout: c.dropout})
	a = a.Transpose(0, 2, 1, 3).Reshape(x.Shape()...) // [batch, seq, hidden]
	x = x.Add(linear(s.In("output"), a, c.hidden).Dropout(c.dropout))
	h = linear(s.In("up"), norm(s.In("norm2"), x), 4*c.hidden).GELUTanh()
	return x.Add(linear(s.In("down"), h, c.hidden).Dropout(c.dropout))
}

func (c gpt) split(x *graph.Node) *graph.Node {
	return x.Reshape(x.Dim(0), x.Dim(1), c.heads, c.hidden/c.heads).Transpose(0, 2, 1, 3)
}

func linear(s *graph.Scope, x *graph.Node, out int) *graph.Node {
	return x.Linear(s.Param("weight", weights.Normal(0.2), out, x.Dim(-1)), s.Param("bias", weights.Normal(0.1), out))
}

func norm(s *graph.Scope, x *graph.Node) *graph.Node {
	return x.LayerNorm(s.Param("weight", weights.Ones, x.Dim(-1)), s.Param("bias", nil, x.Dim(-1)), 1e-5)
}

// loss is the mean cross-entropy and how many labels it is the mean of.
func (c gpt) loss(s *graph.Scope, ids, labels *graph.Node) (loss, count *graph.Node) {
	loss = c.logits(s, ids).CrossEntropy(labels, nil, ops.CrossEntropyConfig{})
	return loss, labels.GreaterEqual(s.Const(tensor.New(tensor.WithBacking([]int{0})))).Cast(loss.Dtype()).Sum()
}

// training is a machine that computes the loss and its gradients.
type training struct {
	*graph.Machine
	loss, ids, labels *graph.Node
}

func (c gpt) train(t testing.TB, store *weights.Store, batch int, o graph.Options) *training {
	t.Helper()
	g := graph.New(store)
	s := g.Scope()
	ids, labels := s.Ints("ids", batch, c.seq), s.Ints("labels", batch, c.seq)
	loss, count := c.loss(s, ids, labels)
	g.Minimize(loss, count)
	o.Training = true
	m, err := g.Compile(o, loss)
	require.NoError(t, err)
	return &training{m, loss, ids, labels}
}

// feed gives the machine a batch; every fifth label is not counted.
func (tr *training) feed(t testing.TB, ids, labels *tensor.Dense) {
	t.Helper()
	require.NoError(t, tr.Let(tr.ids, ids))
	require.NoError(t, tr.Let(tr.labels, labels))
}

func (tr *training) run(t testing.TB) float64 {
	t.Helper()
	require.NoError(t, tr.RunAll())
	loss, err := tr.Float(tr.loss)
	require.NoError(t, err)
	return loss
}

// batchOf is random ids, and labels of which some are to be ignored.
func (c gpt) batchOf(seed uint64, batch int) (ids, labels *tensor.Dense) {
	r := rand.New(rand.NewPCG(seed, 1))
	x, y := make([]int, batch*c.seq), make([]int, batch*c.seq)
	for i := range x {
		x[i], y[i] = r.IntN(c.vocab), r.IntN(c.vocab)
		if r.IntN(5) == 0 {
			y[i] = -100
		}
	}
	shape := tensor.WithShape(batch, c.seq)
	return tensor.New(shape, tensor.WithBacking(x)), tensor.New(shape, tensor.WithBacking(y))
}

// copyOf is all gradients, by path.
func copyOf(s *graph.Gradients) map[string][]float32 {
	m := map[string][]float32{}
	for i := range s.Len() {
		m[s.Path(i)] = append([]float32{}, s.At(i).Float32s()...)
	}
	return m
}
