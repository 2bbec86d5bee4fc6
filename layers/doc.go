// Package layers holds the small parts that every model is built from.
//
// A part is a struct of parameters and numbers; NewX declares its parameters in
// a scope under the names "weight" and "bias", and those of its own parts below
// that. Where a checkpoint names them otherwise, or leaves one out, the part is
// written as a literal. Forward draws it.
//
// Axes:
//
//	x [..., in]   linear: in → out   [..., out]
//	ids [...]     embedding          [..., hidden]
//	x [..., hidden]   norms and feed-forward keep the shape
package layers
