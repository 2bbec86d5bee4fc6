package ops

import "fmt"

// sameFloat infers the type of a pointwise operation on one float operand.
func sameFloat(in []Type) (Type, error) {
	if !in[0].Float() {
		return Type{}, fmt.Errorf("x %s: want float32 or float64", in[0])
	}
	return in[0], nil
}

// axisOf resolves an axis that may count from the end.
func axisOf(axis, rank int) (int, error) {
	if rank == 0 {
		return 0, fmt.Errorf("axis %d: a scalar has none", axis)
	}
	a := axis
	if a < 0 {
		a += rank
	}
	if a < 0 || a >= rank {
		return 0, fmt.Errorf("axis %d: want -%d to %d", axis, rank, rank-1)
	}
	return a, nil
}
