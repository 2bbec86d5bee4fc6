package graph

import (
	"encoding/binary"
	"fmt"
	"math"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Save puts the states into a store, by their paths: what a run that is resumed
// needs beside the parameters.
func (s *States) Save(to *weights.Store) error {
	for _, path := range s.Paths() {
		a := s.values[path]
		d, raw, err := encodeState(a)
		if err == nil {
			err = to.PutBytes(path, d, raw, a.Shape...)
		}
		if err != nil {
			return fmt.Errorf("save state %s: %w", path, err)
		}
	}
	return nil
}

// Load takes the states that Save has put into a store; others are zero
// afterwards. Machines that run on the states already see the new values.
func (s *States) Load(from *weights.Store) error {
	values := map[string]ops.Array{}
	for _, path := range from.Paths() {
		e, _ := from.Entry(path)
		a, err := decodeState(e)
		if err == nil {
			if old, ok := s.values[path]; ok && old.Type.String() != a.Type.String() {
				err = fmt.Errorf("it is %s: want %s", a.Type, old.Type)
			}
		}
		if err != nil {
			return fmt.Errorf("load state %s: %w", path, err)
		}
		values[path] = a
	}
	s.Zero()
	for path, a := range values {
		if old, ok := s.values[path]; ok {
			old.Copy(a) // in place, where machines are bound to
		} else {
			s.values[path] = a
		}
	}
	return nil
}

func encodeState(a ops.Array) (d weights.DType, raw []byte, err error) {
	switch {
	case a.F32 != nil:
		for _, x := range a.F32 {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
		}
		return weights.F32, raw, nil
	case a.F64 != nil:
		for _, x := range a.F64 {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(x))
		}
		return weights.F64, raw, nil
	}
	return "", nil, fmt.Errorf("it is %s: want float32 or float64", a.Type)
}

func decodeState(e *weights.Entry) (ops.Array, error) {
	raw := e.Bytes()
	switch e.Dtype() {
	case weights.F32:
		a := ops.NewArray(ops.Type{Dtype: tensor.Float32, Shape: e.Shape()})
		for i := range a.F32 {
			a.F32[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
		return a, nil
	case weights.F64:
		a := ops.NewArray(ops.Type{Dtype: tensor.Float64, Shape: e.Shape()})
		for i := range a.F64 {
			a.F64[i] = math.Float64frombits(binary.LittleEndian.Uint64(raw[8*i:]))
		}
		return a, nil
	}
	return ops.Array{}, fmt.Errorf("it is %s: want F32 or F64", e.Dtype())
}
