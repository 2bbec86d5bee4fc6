// Package golden holds drawings against what an independent oracle computed: a
// file of cases, each with parameters, inputs, outputs, and the gradients of
// Σ cotangent·output. The scripts that write such files are in internal/oracle.
package golden
