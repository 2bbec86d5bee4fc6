package ops_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// variant is one ONNX node of our own making: attributes, old opsets and operators
// that the cases given do not touch, with results worked out by hand from ONNX's
// specification of the operator.
type variant struct {
	op    string
	opset int
	attrs string
	in    []*tensor.Dense // nil for an operand that is not given
	want  []*tensor.Dense
}

// TestONNXVariants draws and runs each, as TestONNX does.
func TestONNXVariants(t *testing.T) {
	for i, v := range onnxVariants() {
		t.Run(fmt.Sprintf("%d %s opset %d %s", i, v.op, v.opset, v.attrs), func(t *testing.T) {
			nodes, err := drawing(v.opset, v.draw)
			require.NoError(t, err)
			values, err := bothWays(nodes...)
			require.NoError(t, err)
			for k, d := range v.want {
				want, err := ops.ArrayOf(d)
				require.NoError(t, err)
				require.Empty(t, differ(values[k], want, onnxBounds), "output %d", k)
			}
		})
	}
}

func (v variant) draw(g *onnxGraph) (outputs gorgonia.Nodes) {
	n := onnxNode{Op: v.op, Attrs: map[string]json.RawMessage{}}
	if v.attrs != "" {
		if err := json.Unmarshal([]byte(v.attrs), &n.Attrs); err != nil {
			failDrawing("%w", err)
		}
	}
	for i, d := range v.in {
		name := ""
		if d != nil {
			name = fmt.Sprint("in", i)
			a, err := ops.ArrayOf(d)
			if err != nil {
				failDrawing("%w", err)
			}
			g.static[name] = a
		}
		n.Inputs = append(n.Inputs, name)
	}
	for i := range v.want {
		n.Outputs = append(n.Outputs, fmt.Sprint("out", i))
	}
	g.apply(n)
	for _, name := range n.Outputs {
		outputs = append(outputs, g.node(name))
	}
	return outputs
}

// TestONNXRefuses: what is not handled is said, never passed over.
func TestONNXRefuses(t *testing.T) {
	x := fs(2)(1, 2)
	for _, c := range []struct {
		v       variant
		message string
	}{
		{variant{op: "Cos", attrs: `{"degrees": 1}`, in: all(x), want: all(x)}, "Cos: attribute degrees is not handled"},
		{variant{op: "Cosine", in: all(x), want: all(x)}, `no operator Cosine of ""`},
		{variant{op: "Add", in: all(x), want: all(x)}, "Add: operand 1 is missing"},
		{variant{op: "Cast", attrs: `{"to": 10}`, in: all(x), want: all(x)}, "dtype 10 of TensorProto"},
		{variant{op: "Abs", in: all(x), want: all(x, x)}, "Abs: 1 results, want 2"},
		{variant{op: "Concat", opset: 13, attrs: `{"axis": 1}`, in: all(x, x), want: all(x)}, "axis 1"},
	} {
		_, err := drawing(c.v.opset, c.v.draw)
		require.ErrorContains(t, err, c.message)
	}
}

// fs, is and bs are tensors of a shape, float32, int and bool, given their
// elements; all is a list of them.
func fs(shape ...int) func(xs ...float32) *tensor.Dense {
	return func(xs ...float32) *tensor.Dense { return dense(xs, shape...) }
}

func is(shape ...int) func(xs ...int) *tensor.Dense {
	return func(xs ...int) *tensor.Dense { return dense(xs, shape...) }
}

func bs(shape ...int) func(xs ...bool) *tensor.Dense {
	return func(xs ...bool) *tensor.Dense { return dense(xs, shape...) }
}

func all(xs ...*tensor.Dense) []*tensor.Dense { return xs }
