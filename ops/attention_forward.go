package ops

import (
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// attendingForth is an attention bound to memory, forward. For each row and block
// of keys after another, with the scores s of the block,
//
//	top' = max(top, s)    total' = total·e^(top - top') + Σ e^(s - top')
//	sum' = sum·e^(top - top') + e^(s - top')·v
//
// and the result is sum/total in the end. Dropped weights are left out of sum only.
type attendingForth[T kernel.Float] struct {
	*attending[T]
	out   headed[T]
	stats []T // see attention.saved; nil: unwanted
}

func attentionForward[T kernel.Float](a attention) func(*Call) func() {
	return func(c *Call) func() {
		f := &attendingForth[T]{attending: attend[T](a, c)}
		f.out = headedOf[T](c.Out, f.heads)
		if c.Saved[0].Exists() {
			f.stats = floats[T](c.Saved[0])
		}
		blocks := f.blocks()
		pass := c.each(f.pairs()*blocks, f.grain(f.blockSize(), 2), func(w *kernel.Worker, lo, hi int) {
			s := f.scratch(w, f.width, 0)
			for i := lo; i < hi; i++ {
				f.attend(&s, f.block(i/blocks, blocks-1-i%blocks)) // with Causal, first what sees most
			}
		})
		return func() {
			if f.start() {
				pass()
			}
		}
	}
}

// attend computes a block of the result.
func (f *attendingForth[T]) attend(s *attentionScratch[T], b attentionBlock) {
	fill(s.tops[:b.rows], T(math.Inf(-1)))
	clear(s.totals[:b.rows])
	first, keys := f.begins(b), f.sees(b, b.rows-1)
	v := f.v.from(b.batch, f.keyHead(b), 0)
	for from := first; from < keys; from += blockKeys {
		weights, caps, _ := f.weights(s, b, from)
		p := f.part(weights, b, from)
		f.scores(s, b, &p, caps, from)
		p.Softmax(s.tops, s.totals, s.scales)
		if from > first {
			f.rescale(s, b, from)
		}
		f.drop(s, b, &p, from)
		v.First = from
		p.Gather(s.worker, s.sums, s.sumRow, &v, 1, from > first)
	}
	lost := f.sees(b, 0) < keys && hasNaN(s.sums[:b.rows*s.sumRow])
	f.finish(s, b)
	if lost {
		f.restore(s, b, keys)
	}
}

// restore computes rows again that came out NaN, each alone: 0, the weight of a
// key that it does not see, times NaN is NaN, but that key is not there.
func (f *attendingForth[T]) restore(s *attentionScratch[T], b attentionBlock, keys int) {
	out := f.out.rows(b)
	for i := range b.rows {
		if f.sees(b, i) < keys && hasNaN(out.Row(i)) {
			f.attend(s, b.alone(i))
		}
	}
}

// hasNaN says whether there is NaN in x: no sum of other squares is NaN.
func hasNaN[T kernel.Float](x []T) bool {
	sum := kernel.ProductSum(x, x)
	return sum != sum
}

// rescale makes what was summed up before key from fit the tops of now.
func (f *attendingForth[T]) rescale(s *attentionScratch[T], b attentionBlock, from int) {
	for i, by := range s.scales[:b.rows] {
		if by != 1 {
			sum := s.sums[i*s.sumRow:][:f.width]
			kernel.Scale(sum, sum, by)
			f.rescaleKept(s, b, i, from, by)
		}
	}
}

// drop drops weights of keys from one on.
func (f *attendingForth[T]) drop(s *attentionScratch[T], b attentionBlock, p *kernel.Attend[T], from int) {
	for i := 0; f.drops.Any() && i < p.Rows; i++ {
		row := p.S[i*p.LD:][:p.Seen(i)]
		kernel.Drop(row, row, f.drops, uint64(f.row(b, i)*f.key+from))
	}
}

// finish divides by the sums of the weights.
func (f *attendingForth[T]) finish(s *attentionScratch[T], b attentionBlock) {
	for i, total := range s.totals[:b.rows] {
		s.scales[i] = 0
		if total != 0 {
			s.scales[i] = 1 / total
		}
	}
	out := f.out.rows(b)
	kernel.ScaleRows(&out, s.sums, s.sumRow, s.scales[:b.rows])
	for i := 0; f.stats != nil && i < b.rows; i++ {
		at := 2 * f.row(b, i)
		f.stats[at], f.stats[at+1] = s.tops[i], s.scales[i]
	}
}
