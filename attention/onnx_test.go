package attention_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
)

// onnxTensor is an input or an output of an ONNX case.
type onnxTensor struct {
	Name  string
	Shape []int
	Data  []float32
}

type onnxCase struct {
	Name            string
	Nodes           []struct{ Attrs onnxLinear }
	Inputs, Outputs []onnxTensor
}

// onnxLinear are the attributes of a LinearAttention.
type onnxLinear struct {
	Heads   int     `json:"q_num_heads"`
	KVHeads int     `json:"kv_num_heads"`
	Rule    string  `json:"update_rule"`
	Scale   float64 `json:"scale"`
}

// draw splits heads that lie side by side, [batch, seq, heads·d].
func (a onnxLinear) draw(_ *graph.Scope, in graph.Inputs) graph.Outputs {
	apart := func(name string, heads int) *graph.Node {
		x := in.Get(name)
		return x.Reshape(x.Dim(0), x.Dim(1), heads, -1).Transpose(0, 2, 1, 3) // [batch, heads, seq, d]
	}
	f := attention.FastWeights{Scale: a.Scale}
	if a.Rule == "" || strings.Contains(a.Rule, "gated") {
		f.Decay = apart("decay", a.KVHeads)
	}
	if a.Rule == "" || strings.Contains(a.Rule, "delta") {
		f.Beta = apart("beta", a.KVHeads)
	}
	y, now := f.Forward(apart("query", a.Heads), apart("key", a.KVHeads), apart("value", a.KVHeads), maybe(in, "past_state"))
	return graph.Outputs{"output": y.Transpose(0, 2, 1, 3).Reshape(y.Dim(0), y.Dim(2), -1), "present_state": now}
}

// Every case of ONNX's LinearAttention: of rules linear, gated, delta and both.
func TestOnnxLinearAttention(t *testing.T) {
	file, err := os.Open("testdata/onnx_linear.jsonl.gz")
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	cases := 0
	for d := json.NewDecoder(z); ; cases++ {
		var c onnxCase
		if err := d.Decode(&c); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
		in := graph.Values{}
		for _, x := range c.Inputs {
			in[x.Name] = tensor.New(tensor.WithShape(x.Shape...), tensor.WithBacking(x.Data))
		}
		out, err := function(t, c.Nodes[0].Attrs.draw).Run(in)
		require.NoError(t, err, c.Name)
		for _, x := range c.Outputs {
			require.Equal(t, tensor.Shape(x.Shape), out[x.Name].Shape(), c.Name)
			require.InDeltaSlice(t, x.Data, out[x.Name].Data(), 1e-5, "%s: %s", c.Name, x.Name)
		}
	}
	require.Equal(t, 9, cases)
}
