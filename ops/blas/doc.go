// Package blas gives any Gorgonia program our matrix product, with one line
// before its first run:
//
//	gorgonia.Use(blas.Implementation{})
//
// gorgonia.Mul, BatchedMatMul and what else multiplies float32 matrices or a
// matrix with a vector then run in the kernels of package ops, and share its
// workers (GAZE_THREADS, GAZE_LEVEL). Everything else, float64 included, is
// gonum's, which is at least as fast there. The package knows gonum alone, so it
// serves blas32.Use just as well.
//
// Arguments, and panics about them, are as gonum's. Results differ in rounding;
// they are the same bits for any number of workers. And in Sgemm 0·NaN is NaN, as
// in IEEE 754, where gonum leaves out the zeros of A.
package blas
