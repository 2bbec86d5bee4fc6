package ops

import "gorgonia.org/gorgonia"

// LayerNorm is (x - mean)/√(variance + eps)·w + b over the last axis of x
// [..., n], with the variance of the whole row (Ba et al. 2016, equation 4). w
// and b [n] may be nil.
func LayerNorm(x, w, b *gorgonia.Node, eps float64) (*gorgonia.Node, error) {
	return LayerNormAxes(x, w, b, -1, eps)
}

// LayerNormAxes is LayerNorm over all axes from axis on; w and b have as many
// elements as these axes together.
func LayerNormAxes(x, w, b *gorgonia.Node, axis int, eps float64) (*gorgonia.Node, error) {
	m, xs := newNorm("layernorm", eps, true, x, w, b)
	return m.over(axis, xs)
}

// RMSNorm is x/√(mean x² + eps)·w over the last axis of x [..., n] (Zhang and
// Sennrich 2019, equation 4). w [n] may be nil.
func RMSNorm(x, w *gorgonia.Node, eps float64) (*gorgonia.Node, error) {
	return RMSNormAxes(x, w, -1, eps)
}

// RMSNormAxes is RMSNorm over all axes from axis on; w has as many elements as
// these axes together.
func RMSNormAxes(x, w *gorgonia.Node, axis int, eps float64) (*gorgonia.Node, error) {
	m, xs := newNorm("rmsnorm", eps, false, x, w, nil)
	return m.over(axis, xs)
}
