package blas_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas/gonum"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	gaze "github.com/gaze-ml/gaze/ops/blas"
)

// stock is a block of a Transformer in Gorgonia's own operations, under its own
// machine and solver: attention of a sequence to itself, and a feed-forward
// layer, both with residuals, trained to a target.
type stock struct {
	g       *gorgonia.ExprGraph
	r       *rand.Rand
	hidden  int
	weights gorgonia.Nodes
	loss    *gorgonia.Node
	machine gorgonia.VM
	solver  gorgonia.Solver
}

func newStock(seq, hidden int) *stock {
	s := &stock{g: gorgonia.NewGraph(), r: rand.New(rand.NewPCG(1, 2)), hidden: hidden, solver: gorgonia.NewAdamSolver(gorgonia.WithLearnRate(0.01))}
	x := s.matrix("x", seq, hidden, 1)
	target := s.matrix("target", seq, hidden, 1)
	x = gorgonia.Must(gorgonia.Add(x, s.attend(x)))
	x = gorgonia.Must(gorgonia.Add(x, s.feed(x)))
	difference := gorgonia.Must(gorgonia.Sub(x, target))
	s.loss = gorgonia.Must(gorgonia.Mean(gorgonia.Must(gorgonia.Square(difference))))
	if _, err := gorgonia.Grad(s.loss, s.weights...); err != nil {
		panic(err)
	}
	s.machine = gorgonia.NewTapeMachine(s.g, gorgonia.BindDualValues(s.weights...))
	return s
}

// matrix is an input with random elements of a size.
func (s *stock) matrix(name string, rows, columns int, size float32) *gorgonia.Node {
	x := vector(s.r, rows*columns)
	for i := range x {
		x[i] *= size
	}
	value := tensor.New(tensor.WithShape(rows, columns), tensor.WithBacking(x))
	return gorgonia.NewMatrix(s.g, gorgonia.Float32, gorgonia.WithShape(rows, columns), gorgonia.WithName(name), gorgonia.WithValue(value))
}

// linear is x·W.
func (s *stock) linear(name string, x *gorgonia.Node, out int) *gorgonia.Node {
	w := s.matrix(name, x.Shape()[1], out, 0.05)
	s.weights = append(s.weights, w)
	return gorgonia.Must(gorgonia.Mul(x, w))
}

func (s *stock) attend(x *gorgonia.Node) *gorgonia.Node {
	q, k, v := s.linear("query", x, s.hidden), s.linear("key", x, s.hidden), s.linear("value", x, s.hidden)
	scores := gorgonia.Must(gorgonia.Mul(q, gorgonia.Must(gorgonia.Transpose(k, 1, 0)))) // [query, key]
	seen := gorgonia.Must(gorgonia.Mul(gorgonia.Must(gorgonia.SoftMax(scores)), v))      // [query, hidden]
	return s.linear("output", seen, s.hidden)
}

func (s *stock) feed(x *gorgonia.Node) *gorgonia.Node {
	return s.linear("down", gorgonia.Must(gorgonia.Rectify(s.linear("up", x, 4*s.hidden))), s.hidden)
}

// step is a step of training, and the loss before it.
func (s *stock) step() (float32, error) {
	if err := s.machine.RunAll(); err != nil {
		return 0, err
	}
	loss := s.loss.Value().Data().(float32)
	err := s.solver.Step(gorgonia.NodesToValueGrads(s.weights))
	s.machine.Reset()
	return loss, err
}

func losses(t *testing.T, steps int) (all []float64) {
	s := newStock(24, 40)
	defer s.machine.Close()
	for range steps {
		loss, err := s.step()
		require.NoError(t, err)
		all = append(all, float64(loss))
	}
	return all
}

// With the one line added a stock model trains as it does without.
func TestStockModelTrainsToTheSameLosses(t *testing.T) {
	want := losses(t, 10)
	require.Less(t, want[9], want[0]/2, "it learns")

	gorgonia.Use(gaze.Implementation{})
	defer gorgonia.Use(gonum.Implementation{})
	require.InEpsilonSlice(t, want, losses(t, 10), 1e-4)
}
