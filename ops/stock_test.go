package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// Each test here is of something that Gorgonia's own operations get wrong.

// stockNode draws, or fails the test.
func stockNode(t *testing.T) func(n *gorgonia.Node, err error) *gorgonia.Node {
	return func(n *gorgonia.Node, err error) *gorgonia.Node {
		t.Helper()
		require.NoError(t, err)
		return n
	}
}

// runTwice runs outputs on one TapeMachine, twice, and wants the same each time.
func runTwice(t *testing.T, outputs ...*gorgonia.Node) [][]float64 {
	m := gorgonia.NewTapeMachine(outputs[0].Graph(), gorgonia.TraceExec())
	defer m.Close()
	var values [2][][]float64
	for run := range values {
		require.NoError(t, m.RunAll())
		for _, n := range outputs {
			a, err := ops.ValueArray(n.Value())
			require.NoError(t, err)
			values[run] = append(values[run], append([]float64{}, a.F64...))
		}
		m.Reset()
	}
	require.Equal(t, values[0], values[1], "the second run differs")
	return values[0]
}

// Stock Add(Reshape(x), c) writes into x, which grows by c every run (issue 511).
func TestReshapeThenAddLeavesItsOperandAlone(t *testing.T) {
	n := stockNode(t)
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2, 3, 4}, 2, 2))
	c := gradcheck.Input(g, "c", gradcheck.Floats([]float64{10, 10, 10, 10}, 4))
	y := n(ops.Add(n(ops.Reshape(x, 4)), c))
	values := runTwice(t, y, x)
	require.Equal(t, []float64{11, 12, 13, 14}, values[0])
	require.Equal(t, []float64{1, 2, 3, 4}, values[1])
}

// Stock dropout in evaluation mode hands on its operand's memory likewise.
func TestDropoutThenAddLeavesItsOperandAlone(t *testing.T) {
	n := stockNode(t)
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2, 3, 4}, 4))
	c := gradcheck.Input(g, "c", gradcheck.Floats([]float64{10, 10, 10, 10}, 4))
	y := n(ops.Add(n(ops.Dropout(x, 0, 1)), c))
	values := runTwice(t, y, x)
	require.Equal(t, []float64{11, 12, 13, 14}, values[0])
	require.Equal(t, []float64{1, 2, 3, 4}, values[1])
}

// Stock operations overwrite an intermediate that is read again (issue 576).
func TestIntermediatesKeepTheirValues(t *testing.T) {
	n := stockNode(t)
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2}, 2))
	a := n(ops.Exp(x))
	b := n(ops.Add(a, x))
	y := n(ops.Mul(b, a))
	values, err := gradcheck.Run(a, b, y)
	require.NoError(t, err)
	e, f := math.Exp(1), math.Exp(2)
	require.InDeltaSlice(t, []float64{e, f}, values[0].Data(), 1e-12)
	require.InDeltaSlice(t, []float64{e + 1, f + 2}, values[1].Data(), 1e-12)
	require.InDeltaSlice(t, []float64{(e + 1) * e, (f + 2) * f}, values[2].Data(), 1e-12)
}

// Stock softmax takes the maximum of every row from the tensor's first element
// on, and gives NaN here.
func TestSoftmaxOfRowsFarApart(t *testing.T) {
	softmax := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Softmax(xs[0], -1) }
	y := evaluate(t, softmax, gradcheck.Floats([]float64{0, 0, 200, 0}, 2, 2))
	require.InDeltaSlice(t, []float64{0.5, 0.5, 1, math.Exp(-200)}, y.Data(), 1e-15)
	y = evaluate(t, softmax, tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]float32{0, 0, 200, 0})))
	require.Equal(t, []float32{0.5, 0.5, 1, 0}, y.Data())
}

// A row that is masked altogether is NaN in stock softmax: here it is nothing.
func TestSoftmaxOfAMaskedRow(t *testing.T) {
	hidden := math.Inf(-1)
	softmax := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Softmax(xs[0], -1) }
	x := gradcheck.Floats([]float64{hidden, hidden, hidden, 0}, 2, 2)
	require.Equal(t, []float64{0, 0, 0, 1}, evaluate(t, softmax, x).Data())
	dx := gradients(t, softmax, gradcheck.Floats([]float64{1, 2, 3, 4}, 2, 2), x)
	require.Equal(t, []float64{0, 0, 0, 0}, dx[0].Data())
}

// Stock softmax and log-softmax of one x are merged into one node.
func TestSoftmaxAndLogSoftmaxOfOneX(t *testing.T) {
	n := stockNode(t)
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{0, math.Log(3)}, 1, 2))
	p, l := n(ops.Softmax(x, -1)), n(ops.LogSoftmax(x, -1))
	q := n(ops.Log(p)) // stock overwrites p with it (issue 569)
	values := runTwice(t, p, l, q)
	require.InDeltaSlice(t, []float64{0.25, 0.75}, values[0], 1e-15)
	require.InDeltaSlice(t, []float64{math.Log(0.25), math.Log(0.75)}, values[1], 1e-15)
	require.InDeltaSlice(t, values[1], values[2], 1e-15)
}

// Stock dropout's gradient is divided by p, and cannot be repeated.
func TestDropoutGradientIsScaledByWhatIsKept(t *testing.T) {
	const n, p = 1000, 0.25
	ones := make([]float64, n)
	for i := range ones {
		ones[i] = 1
	}
	drop := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Dropout(xs[0], p, 42) }
	y := evaluate(t, drop, gradcheck.Floats(ones, n)).Float64s()
	dx := gradients(t, drop, gradcheck.Floats(ones, n), gradcheck.Floats(ones, n))[0].Float64s()
	kept := 0
	for i := range y {
		require.Equal(t, y[i], dx[i], "the gradient passes where the value did")
		if y[i] != 0 {
			kept++
			require.InDelta(t, 1/(1-p), dx[i], 1e-15)
		}
	}
	require.InDelta(t, (1-p)*n, kept, 60) // 4 standard deviations
}

// Stock InverseSqrt's gradient is wrong.
func TestRsqrtGradient(t *testing.T) {
	dx := gradients(t, alone(ops.Rsqrt), gradcheck.Floats([]float64{1, 1}, 2), gradcheck.Floats([]float64{4, 0.25}, 2))
	require.InDeltaSlice(t, []float64{-1.0 / 16, -4}, dx[0].Data(), 1e-15)
}

// Stock LogSumExp and Norm fail.
func TestLogSumExpAndNorm(t *testing.T) {
	x := gradcheck.Floats([]float64{1000, 1000 + math.Log(3), -4, 3}, 2, 2)
	logSumExp := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.LogSumExp(xs[0], false, 1) }
	want := []float64{1000 + math.Log(4), 3 + math.Log(1+math.Exp(-7))}
	require.InDeltaSlice(t, want, evaluate(t, logSumExp, x).Data(), 1e-12)
	norm := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Norm2(xs[0], false) }
	require.InDelta(t, 5, evaluate(t, norm, gradcheck.Floats([]float64{-4, 3}, 2)).Data(), 1e-15)
}

// Stock Sum and Max are wrong over a middle axis of four or more.
func TestMiddleAxisOfFour(t *testing.T) {
	x := gradcheck.Random(1, 2, 3, 4, 5)
	for axis := 1; axis <= 2; axis++ {
		sum := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Sum(xs[0], false, axis) }
		largest := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Max(xs[0], false, axis) }
		sums, maxima := plainMiddle(x.Float64s(), []int{2, 3, 4, 5}, axis)
		require.InDeltaSlice(t, sums, evaluate(t, sum, x).Data(), 1e-14)
		require.Equal(t, maxima, evaluate(t, largest, x).Data())
	}
}

// plainMiddle is the sums and the maxima over an axis.
func plainMiddle(x []float64, shape []int, axis int) (sums, maxima []float64) {
	inner := tensor.Shape(shape[axis+1:]).TotalSize()
	for outer := range tensor.Shape(shape[:axis]).TotalSize() {
		for i := range inner {
			sum, largest := 0.0, math.Inf(-1)
			for k := range shape[axis] {
				v := x[(outer*shape[axis]+k)*inner+i]
				sum, largest = sum+v, max(largest, v)
			}
			sums, maxima = append(sums, sum), append(maxima, largest)
		}
	}
	return sums, maxima
}

// Stock slices are hashed by the lowest byte of each bound, and merged.
func TestSlicesApartByABytesRange(t *testing.T) {
	n := stockNode(t)
	xs := make([]float64, 512)
	for i := range xs {
		xs[i] = float64(i)
	}
	x := gradcheck.Input(gorgonia.NewGraph(), "x", gradcheck.Floats(xs, 512))
	values, err := gradcheck.Run(n(ops.Slice(x, 0, 0, 64, 1)), n(ops.Slice(x, 0, 256, 320, 1)))
	require.NoError(t, err)
	require.Equal(t, xs[:64], values[0].Data())
	require.Equal(t, xs[256:320], values[1].Data())
}

// Nodes of one operation over operands of one shape are hashed without their
// operands, and merged.
func TestEqualOperationsOnUnequalOperands(t *testing.T) {
	n := stockNode(t)
	g := gorgonia.NewGraph()
	x := gradcheck.Input(g, "x", gradcheck.Floats([]float64{1, 2}, 2))
	y := gradcheck.Input(g, "y", gradcheck.Floats([]float64{3, 4}, 2))
	values, err := gradcheck.Run(n(ops.Neg(x)), n(ops.Neg(y)), n(ops.Sub(x, y)), n(ops.Sub(y, x)))
	require.NoError(t, err)
	require.Equal(t, []float64{-1, -2}, values[0].Data())
	require.Equal(t, []float64{-3, -4}, values[1].Data())
	require.Equal(t, []float64{-2, -2}, values[2].Data())
	require.Equal(t, []float64{2, 2}, values[3].Data())
}

// Stock addition's gradient for a mask [batch, 1, 1, key] is wrong.
func TestBroadcastGradientOfFourAxes(t *testing.T) {
	add := func(xs ...*gorgonia.Node) (*gorgonia.Node, error) { return ops.Add(xs[0], xs[1]) }
	scores, mask := gradcheck.Random(1, 2, 3, 4, 5), gradcheck.Random(2, 2, 1, 1, 5)
	require.NoError(t, gradcheck.Check(add, scores, mask))
	ones := gradcheck.Floats(make([]float64, 120), 2, 3, 4, 5)
	for i := range ones.Float64s() {
		ones.Float64s()[i] = 1
	}
	dx := gradients(t, add, ones, scores, mask)
	require.Equal(t, tensor.Shape{2, 1, 1, 5}, dx[1].Shape())
	require.Equal(t, []float64{12, 12, 12, 12, 12, 12, 12, 12, 12, 12}, dx[1].Data())
}
