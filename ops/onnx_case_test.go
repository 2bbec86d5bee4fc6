package ops_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// onnxCase is one of ONNX's backend tests: a graph, its inputs, its outputs.
type onnxCase struct {
	Name         string
	Opset        map[string]int
	GraphInputs  []string `json:"graph_inputs"`
	GraphOutputs []string `json:"graph_outputs"`
	Initializers []jsonTensor
	Nodes        []onnxNode
	Inputs       []jsonTensor
	Outputs      []jsonTensor
}

type onnxNode struct {
	Op      string
	Domain  string
	Inputs  []string
	Outputs []string
	Attrs   map[string]json.RawMessage
}

// jsonTensor is a tensor as the vectors' files write it.
type jsonTensor struct {
	Name  string
	Dtype string
	Shape []int
	Data  []json.RawMessage
}

// array is the tensor in our dtypes: integers of any width become Int.
func (t jsonTensor) array() (ops.Array, error) {
	dtype, ok := map[string]tensor.Dtype{
		"float": tensor.Float32, "float32": tensor.Float32, "double": tensor.Float64, "float64": tensor.Float64,
		"int64": tensor.Int, "int32": tensor.Int, "bool": tensor.Bool,
	}[t.Dtype]
	if !ok {
		return ops.Array{}, fmt.Errorf("%s: dtype %s", t.Name, t.Dtype)
	}
	a := ops.NewArray(ops.Type{Dtype: dtype, Shape: append([]int{}, t.Shape...)})
	if a.Size() != len(t.Data) {
		return ops.Array{}, fmt.Errorf("%s %v: %d numbers", t.Name, t.Shape, len(t.Data))
	}
	for i, raw := range t.Data {
		if err := parse(a, i, raw); err != nil {
			return ops.Array{}, fmt.Errorf("%s: element %d: %w", t.Name, i, err)
		}
	}
	return a, nil
}

// parse sets element i of a. Infinities and NaN are quoted.
func parse(a ops.Array, i int, raw json.RawMessage) (err error) {
	s := string(raw)
	if q, err := strconv.Unquote(s); err == nil {
		s = q
	}
	switch a.Dtype {
	case tensor.Float32:
		var x float64
		x, err = strconv.ParseFloat(s, 64)
		a.F32[i] = float32(x)
	case tensor.Float64:
		a.F64[i], err = strconv.ParseFloat(s, 64)
	case tensor.Int:
		a.Int[i], err = strconv.Atoi(s)
	case tensor.Bool:
		a.Bool[i], err = strconv.ParseBool(s)
	}
	return err
}

// readLines decodes each line of a compressed file of JSON lines.
func readLines[T any](t *testing.T, path string) []T {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	var all []T
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var one T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &one))
		all = append(all, one)
	}
	require.NoError(t, lines.Err())
	return all
}
