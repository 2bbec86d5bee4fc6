package weights

import "gorgonia.org/tensor"

func (e *Entry) attach(dt tensor.Dtype) {}

// Bytes is
func (e *Entry) Bytes() []byte { return nil }
