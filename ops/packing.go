package ops

import (
	"sync"
	"sync/atomic"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// packing is a weight in the form that products of a precision read it in.
type packing struct {
	packed *kernel.Packed
	mu     sync.Mutex    // held by who packs
	holds  atomic.Uint64 // the version that is packed, + 1
}

// packingKey is what a packing is attached to its weight by.
type packingKey struct {
	precision kernel.Precision
	trans     bool
}

// packedRows is the number of rows up to which a weight is also packed in
// float32, which takes as much memory again. A single row is then read at twice
// the speed, 64 rows gain a tenth, and more than those pay for packing on the way.
const packedRows = 64

// packed makes p read the i-th operand, its B, in packed form, if that is a
// weight and the form is a smaller one, or a faster one for few rows. What it
// returns runs before p.
func packed[T kernel.Float](c *Call, p *products[T], i int) func() {
	b, ok := any(p.B).([]float32)
	if !ok || i >= len(c.Weights) || c.Weights[i] == nil {
		return nothing
	}
	key := packingKey{p.Precision, p.TransB}
	if !p.Precision.Rounds() {
		key.precision = kernel.Float32
		if p.M > packedRows {
			return nothing
		}
	}
	w := c.Weights[i]
	q := w.Attached(key, func() any {
		return &packing{packed: kernel.NewPacked(p.Precision, p.K, p.N)}
	}).(*packing)
	if q.packed == nil {
		return nothing
	}
	p.Packed = q.packed
	team, ld, trans := c.Env.team(), p.LDB, p.TransB
	pack := func() { q.packed.Pack(team, b, ld, trans); w.Rest() }
	return func() { q.refresh(w.Version(), pack) }
}

// refresh packs, unless it has for that version. Writers of weights wait for
// runs, so nobody reads what is packed anew.
func (q *packing) refresh(version uint64, pack func()) {
	if q.holds.Load() == version+1 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.holds.Load() == version+1 {
		return
	}
	pack()
	q.holds.Store(version + 1)
}
