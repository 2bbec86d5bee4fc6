package ops

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// AppendRound is Append into a ring: position p of x stands in slot p mod n of a
// state with n slots along axis, where position p - n stood. x may be longer than the
// state; then only its last n positions are written. at is as in Append, but has no
// upper bound. A negative one fails the run and leaves the state as it was.
func AppendRound(state, x, at *gorgonia.Node, axis int) (*gorgonia.Node, error) {
	return resolved("append round", func(in []Type) (Type, Def, error) {
		a, err := checkAppendRound(in, axis)
		if err != nil {
			return Type{}, Def{}, fmt.Errorf("%s: %w", describe([]string{"state", "x", "at"}, in), err)
		}
		return in[0], Def{Forward: func(c *Call) func() { return appendRound(c, a) }, Updates: true}, nil
	}, state, x, at)
}

func checkAppendRound(in []Type, axis int) (int, error) {
	a, err := appendAxis(in, axis)
	if err == nil && in[0].Shape[a] < 1 {
		err = fmt.Errorf("state: want at least one slot along axis %d", a)
	}
	return a, err
}

// appendRound binds the check of at and the copies.
func appendRound(c *Call, axis int) func() {
	state, x, at := c.In[0], c.In[1], c.In[2]
	prepare := copyAll(c, c.Out, state)
	if overlap(x, c.Out) { // x is a view of the state
		own := NewArray(x.Type)
		prepare = inOrder(prepare, copyAll(c, own, x))
		x = own
	}
	write := writeRound(c, x, at.Int, axis)
	return func() {
		if i := kernel.FirstOutside(at.Int, 0, math.MaxInt); i >= 0 {
			c.Fail(fmt.Errorf("append round at%s %d: want 0 or more", placeOf(i, at.Shape), at.Int[i]))
			return
		}
		prepare()
		write()
	}
}

func writeRound(c *Call, x Array, at []int, axis int) func() {
	r := round{slots: c.Out.Shape[axis], count: x.Shape[axis], at: at}
	r.blocks, r.inner = around(c.Out.Shape, axis)
	switch x.Dtype {
	case tensor.Float64:
		return bindRound(c, c.Out.F64, x.F64, r)
	case tensor.Int:
		return bindRound(c, c.Out.Int, x.Int, r)
	case tensor.Bool:
		return bindRound(c, c.Out.Bool, x.Bool, r)
	}
	return bindRound(c, c.Out.F32, x.F32, r)
}

// round is a ring of slots in each of so many blocks, into which count positions of
// inner elements are written.
type round struct {
	slots, count  int
	blocks, inner int
	at            []int
}

// bindRound binds the copies of x's blocks, each in one piece, or in two where the
// ring begins anew. The entries of axis 0 share at evenly.
func bindRound[T kernel.Element](c *Call, z, x []T, r round) func() {
	each, kept := r.blocks/len(r.at), min(r.count, r.slots)
	return c.For(r.blocks, max(1, copyGrain/max(kept*r.inner, 1)), func(lo, hi int) {
		for b := lo; b < hi; b++ {
			ring := z[b*r.slots*r.inner:][:r.slots*r.inner]
			last := x[(b*r.count+r.count-kept)*r.inner:][:kept*r.inner]
			n := copy(ring[(r.at[b/each]%r.slots+r.count-kept)%r.slots*r.inner:], last)
			copy(ring, last[n:])
		}
	})
}
