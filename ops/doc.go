// Package ops is the set of differentiable operations that attention models
// need and Gorgonia lacks or gets wrong, each a plain gorgonia.SDOp.
//
// Every function takes and returns *gorgonia.Node, so it can be used in any
// Gorgonia graph, under the TapeMachine as well as under the machine of package
// graph, which runs the same operations without allocating. They compute in
// float32 and float64; ids and labels are tensor.Int, masks tensor.Bool.
//
// [New] makes an operation of your own from a [Def]: what it is called, what
// comes out, and the loops that compute it and its gradients.
//
// Axes count from 0; a negative axis counts from the last, −1. Operands of
// unequal shapes are broadcast as NumPy and PyTorch do: shapes are aligned at
// their last axes, and an axis of 1 is repeated.
package ops
