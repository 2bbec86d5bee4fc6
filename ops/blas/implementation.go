package blas

import "gonum.org/v1/gonum/blas/gonum"

// Implementation is a BLAS: gonum's, but for Sgemm and Sgemv. It holds nothing,
// and serves any number of goroutines at once.
type Implementation struct{ gonum.Implementation }
