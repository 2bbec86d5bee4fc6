package golden

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"gorgonia.org/tensor"
)

// Tensor is one of the file's: {"dtype", "shape", "data"}, in row-major order.
type Tensor struct {
	Shape  []int
	Floats []float32 // of float32
	Ints   []int     // of int64
	Bools  []bool    // of bool
}

// UnmarshalJSON reads a tensor and checks its size.
func (t *Tensor) UnmarshalJSON(text []byte) error {
	var raw struct {
		Dtype string
		Shape []int
		Data  json.RawMessage
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	*t = Tensor{Shape: raw.Shape}
	var to any
	switch raw.Dtype {
	case "float32":
		to = &t.Floats
	case "int64":
		to = &t.Ints
	case "bool":
		to = &t.Bools
	default:
		return fmt.Errorf("dtype %q: want float32, int64 or bool", raw.Dtype)
	}
	if err := json.Unmarshal(raw.Data, to); err != nil {
		return err
	}
	if n := len(t.Floats) + len(t.Ints) + len(t.Bools); n != tensor.Shape(t.Shape).TotalSize() {
		return fmt.Errorf("%d elements of shape %v", n, t.Shape)
	}
	return nil
}

// Dense is the tensor as a graph takes it.
func (t Tensor) Dense() *tensor.Dense {
	if len(t.Shape) == 0 {
		return tensor.New(tensor.FromScalar(t.Floats[0]))
	}
	var data any = t.Floats
	switch {
	case t.Ints != nil:
		data = t.Ints
	case t.Bools != nil:
		data = t.Bools
	}
	return tensor.New(tensor.WithShape(t.Shape...), tensor.WithBacking(data))
}

// Cut is the tensor in n equal parts along axis 0.
func (t Tensor) Cut(n int) []Tensor {
	parts := make([]Tensor, n)
	size := len(t.Floats) / n
	for i := range parts {
		parts[i].Shape = append([]int{t.Shape[0] / n}, t.Shape[1:]...)
		parts[i].Floats = t.Floats[i*size : (i+1)*size]
	}
	return parts
}

// bytes are the elements of a parameter, little-endian.
func (t Tensor) bytes() []byte {
	var raw []byte
	for _, x := range t.Floats {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	return raw
}
