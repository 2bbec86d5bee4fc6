package ops

import (
	"sync/atomic"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// Call is one operation bound to its memory. Forward and Backward of a Def get
// one, look up what they need, and return the closure that runs.
//
// In Forward: In is the operands, Out the result to write, Saved what Backward
// will want (without memory when there is no Backward).
//
// In Backward: In holds the operands named by Def.Reads (the others have a type
// but no memory), Out the result if Reads.Out, Saved what Forward wrote, Dy the
// gradient of the result, and Grad, by operand, what is to be written; a
// gradient that nobody wants has no memory. Scratch is as Def.Scratch asked.
type Call struct {
	In    []Array
	Out   Array
	Saved []Array
	Dy    Array
	Grad  []Array

	Scratch []Array
	Env     *Env

	// Precision is what products of float32 are to be made in. Weights says which
	// operands are weights, as far as it goes; those may be kept in other forms.
	Precision Precision
	Weights   []Weight
}

// For runs body over 0 ≤ i < n in pieces of grain on all workers; see the
// worker team: the pieces do not depend on the number of workers. Make body
// when binding, not when running, or every run allocates it.
func (c *Call) For(n, grain int, body func(lo, hi int)) func() {
	t := c.Env.team()
	piece := func(_ *kernel.Worker, lo, hi int) { body(lo, hi) }
	return func() { t.For(n, grain, piece) }
}

// each is For for a body that wants its worker's scratch memory.
func (c *Call) each(n, grain int, body kernel.Body) func() {
	t := c.Env.team()
	return func() { t.For(n, grain, body) }
}

// Fail makes the run end with err, after this operation. The first failure
// counts. It may be called from any worker.
func (c *Call) Fail(err error) { c.Env.Fail(err) }

// Env is what the operations of one machine share. Nothing of a run is kept in
// an operation, so two machines over one graph run at once.
type Env struct {
	Training bool   // dropout drops
	Seed     uint64 // of everything random
	Step     uint64 // the global step: another step draws other numbers
	Team     *kernel.Team

	failure atomic.Pointer[error]
	room    kernel.Room // of one operation after another
}

// Fail makes the run end with err, unless it has failed already.
func (e *Env) Fail(err error) { e.failure.CompareAndSwap(nil, &err) }

// Failure is the first error since the last call.
func (e *Env) Failure() error {
	if e.failure.Load() == nil {
		return nil
	}
	return *e.failure.Swap(nil)
}

func (e *Env) team() *kernel.Team {
	if e.Team == nil {
		return kernel.Default()
	}
	return e.Team
}

// nothing is the closure of an operation that has nothing to do.
func nothing() {}

// inOrder runs steps one after another.
func inOrder(steps ...func()) func() {
	return func() {
		for _, s := range steps {
			s()
		}
	}
}

// byFloat chooses the loop for the dtype of the result or of its gradient.
func byFloat(f32, f64 func(*Call) func()) func(*Call) func() {
	return func(c *Call) func() {
		if c.floatType() == tensor.Float64 {
			return f64(c)
		}
		return f32(c)
	}
}

// floatType is float64 if any float of the call is.
func (c *Call) floatType() tensor.Dtype {
	if c.Dy.Float() {
		return c.Dy.Dtype
	}
	if c.Out.Float() {
		return c.Out.Dtype
	}
	for _, a := range c.In {
		if a.Float() {
			return a.Dtype
		}
	}
	return tensor.Float32
}
