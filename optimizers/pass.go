package optimizers

import (
	"errors"
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// ErrNotFinite is what the error of a step wraps if a gradient has NaN or an
// infinity, or is so large that the state would have one: its square in Moments
// or the sums of Accumulate, unless a clip comes before. The caller may leave out the batch and go on.
var ErrNotFinite = errors.New("want finite numbers")

// checkGradients is their norm, or says where one is not finite.
func (p *plan) checkGradients() (float64, error) {
	p.known = false
	norm := p.sourceNorm()
	if !math.IsNaN(norm) && !math.IsInf(norm, 0) {
		return norm, p.checkSize(norm)
	}
	for _, q := range p.params {
		if q.idle() {
			continue
		}
		at := max(kernel.FirstNotFinite(q.grad.F32), kernel.FirstNotFinite(q.grad.F64))
		if at < 0 {
			continue
		}
		return 0, fmt.Errorf("gradient %q%s is %v: %w; nothing was changed", q.path, brackets(indices(at, q.shape)), q.grad.at(at), ErrNotFinite)
	}
	return norm, p.checkSize(norm) // the norm itself is beyond what float64 holds
}

// indices of the element at a place in memory.
func indices(at int, shape []int) []int {
	index := make([]int, len(shape))
	for i := len(shape) - 1; i >= 0; i-- {
		index[i], at = at%shape[i], at/shape[i]
	}
	return index
}

// sourceNorm is that of what the next stage begins with.
func (p *plan) sourceNorm() float64 {
	if p.known {
		return p.norm
	}
	p.team.For(len(p.pieces)-1, 1, p.measure)
	sum := 0.0
	for i := range p.units {
		sum += p.units[i].square
	}
	p.norm, p.known = math.Sqrt(sum), true
	if math.IsInf(sum, 1) { // perhaps the squares alone are too large
		p.norm = p.hypotenuse()
	}
	return p.norm
}

func (p *plan) hypotenuse() (r float64) {
	for _, q := range p.params {
		if !q.idle() {
			r = kernel.Hypotenuse(kernel.Hypotenuse(r, q.source.F32), q.source.F64)
		}
	}
	return r
}

// advance does a stage that is not the last; false if the step ends with it.
func (p *plan) advance(s *stage) bool {
	switch next := s.next.Transform.(type) {
	case *ClipNorm:
		if len(s.links) > 0 {
			p.run(s)
			p.useBetween()
		}
		next.settle(p.sourceNorm())
	case *Accumulate:
		if next.count == 0 {
			for _, state := range p.states {
				state.fresh = true // though it be no target of this step
			}
		}
		p.run(s)
		next.count++
		p.useSums(s.next.at)
		return next.count >= next.Every
	}
	return true
}

// useBetween goes on with what a stage has left.
func (p *plan) useBetween() {
	p.known = false
	for _, q := range p.params {
		if !q.idle() {
			q.source = q.between
		}
	}
}

// useSums goes on with the sums, slot at, which absent parameters have too.
func (p *plan) useSums(at int) {
	p.known = false
	for _, q := range p.params {
		if !q.frozen {
			q.source, q.fresh, q.absent = q.bound[at], false, false
		}
	}
}

// run applies a stage to all units.
func (p *plan) run(s *stage) {
	p.now = s
	p.team.For(len(p.pieces)-1, 1, p.apply)
}

// finish counts a step that acted.
func (p *plan) finish() {
	for _, q := range p.params {
		if !q.frozen {
			q.steps++
		}
	}
	for i := range p.links {
		if a, ok := p.links[i].Transform.(*Accumulate); ok {
			a.count = 0
		}
	}
}
