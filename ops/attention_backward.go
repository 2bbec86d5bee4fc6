package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// attendingBack is the gradient of an attention, bound to memory. With weights
// P, their dropped form R = P∘M, and the gradient dO of the result,
//
//	dv = Rᵀ·dO    dP = M∘(dO·vᵀ)    dS = P∘(dP - rowsum(P∘dP))
//	dq = scale·dS·k    dk = scale·dSᵀ·q    dmask = dS, summed where it is broadcast
//
// P is computed again from q and k: a block of rows is needed whole only while
// it is worked on, so neither the result nor a row's sum has to be kept.
type attendingBack[T kernel.Float] struct {
	*attending[T]
	dy, dq, dmask []T // dq and dmask may be unwanted: nil
	dk, dv        keyGrad[T]
}

func attentionBackward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		b := &attendingBack[T]{attending: attend[T](a, c), dy: floats[T](c.Dy), dq: floats[T](c.Grad[0])}
		chunks := b.chunks()
		b.dk = keyGradOf(floats[T](c.Grad[1]), chunks)
		if a.valueAt > 0 {
			b.dv = keyGradOf(floats[T](c.Grad[a.valueAt]), chunks)
		}
		steps := []func(){b.each(chunks), b.dk.add(c), b.dv.add(c)}
		if a.maskAt > 0 && c.Grad[a.maskAt].Exists() {
			b.dmask = floats[T](c.Grad[a.maskAt])
			steps = append(steps, b.eachOfMask(c.In[a.maskAt]))
		}
		run := inOrder(steps...)
		return func() {
			if b.start() {
				run()
			}
		}
	}
}

// tasks is how many pieces of work a gradient is cut into if the number of key
// heads does not give as many. More would cost memory: see keyGrad.
const tasks = 16

// chunks is the number of pieces that the blocks of a pair are cut into.
func (s attentionSizes) chunks() int {
	most := min(s.blocks(), (tasks+s.pairs()-1)/s.pairs())
	each := (s.blocks() + most - 1) / most
	return (s.blocks() + each - 1) / each
}

// each computes dq, dk and dv. A task is one chunk of the blocks of one pair;
// it adds to dk and dv in the order of the blocks.
func (b *attendingBack[T]) each(chunks int) func() {
	if b.dq == nil && b.dk.grad == nil && b.dv.grad == nil {
		return nothing
	}
	blocks := (b.blocks() + chunks - 1) / chunks
	return b.call.each(b.pairs()*chunks, 1, func(w *kernel.Worker, lo, hi int) {
		s := b.scratch(w)
		for task := lo; task < hi; task++ {
			pair, chunk := task/chunks, task%chunks
			dk := b.dk.of(chunk, pair, b.pairs())
			dv := b.dv.of(chunk, pair, b.pairs())
			clear(dk)
			clear(dv)
			for i := chunk * blocks; i < min((chunk+1)*blocks, b.blocks()); i++ {
				first, rows := b.block(pair*b.blocks() + i)
				keys := b.scores(s, first, rows)
				b.toQuery(s, first, rows, keys)
				b.toKey(dk, s, first, rows, keys)
				b.toValue(dv, s, first, rows, keys)
			}
		}
	})
}

func (b *attendingBack[T]) scratch(w *kernel.Worker) rowScratch[T] {
	n := b.blockSize() * b.key
	s := kernel.Scratch[T](w, 2*n+b.key)
	return rowScratch[T]{w, s[:n], s[n : 2*n], s[2*n:]}
}

// scores fills s for some rows. Its answer is how many keys any of them sees.
func (b *attendingBack[T]) scores(s rowScratch[T], first, rows int) (keys int) {
	keys = b.weigh(s, first, rows)
	b.toWeights(s, first, rows, keys)
	for i := range rows {
		seen := b.sees(first + i)
		w, ds := s.w[i*b.key:][:seen], s.ds[i*b.key:][:keys]
		if b.drops.Any() {
			factors := s.factors[:seen]
			kernel.DropFactors(factors, b.drops, uint64((first+i)*b.key))
			kernel.DropGrad(w, ds[:seen], factors)
		} else {
			kernel.SoftmaxOrZeroGrad(ds[:seen], w, ds[:seen])
		}
		clear(ds[seen:])
	}
	return keys
}

// toWeights is ds = dy·vᵀ, the gradient of the weights, or dy itself where the
// weights are the result.
func (b *attendingBack[T]) toWeights(s rowScratch[T], first, rows, keys int) {
	if b.v == nil {
		for i := range rows {
			copy(s.ds[i*b.key:][:keys], b.dy[(first+i)*b.key:])
		}
		return
	}
	p := kernel.Product[T]{
		M: rows, N: keys, K: b.width, Alpha: 1,
		A: b.dy[first*b.width:], LDA: b.width,
		B: b.values(first), LDB: b.width, TransB: true,
		C: s.ds, LDC: b.key,
	}
	p.Serial(s.worker)
}

// toQuery is dq = scale·ds·k.
func (b *attendingBack[T]) toQuery(s rowScratch[T], first, rows, keys int) {
	if b.dq == nil {
		return
	}
	p := kernel.Product[T]{
		M: rows, N: b.d, K: keys, Alpha: b.scale,
		A: s.ds, LDA: b.key, B: b.keys(first), LDB: b.d, C: b.dq[first*b.d:], LDC: b.d,
	}
	p.Serial(s.worker)
}

// toKey is dk += scale·dsᵀ·q.
func (b *attendingBack[T]) toKey(dk []T, s rowScratch[T], first, rows, keys int) {
	if dk == nil {
		return
	}
	p := kernel.Product[T]{
		M: keys, N: b.d, K: rows, Alpha: b.scale, Beta: 1,
		A: s.ds, LDA: b.key, TransA: true, B: b.q[first*b.d:], LDB: b.d, C: dk, LDC: b.d,
	}
	p.Serial(s.worker)
}

// toValue is dv += wᵀ·dy.
func (b *attendingBack[T]) toValue(dv []T, s rowScratch[T], first, rows, keys int) {
	if dv == nil {
		return
	}
	p := kernel.Product[T]{
		M: keys, N: b.width, K: rows, Alpha: 1, Beta: 1,
		A: s.w, LDA: b.key, TransA: true, B: b.dy[first*b.width:], LDB: b.width, C: dv, LDC: b.width,
	}
	p.Serial(s.worker)
}
