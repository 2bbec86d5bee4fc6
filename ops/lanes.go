package ops

// lanes is x [outer, length, inner] seen along its middle axis, all others
// joined: outer·inner lanes of length elements, inner apart.
type lanes struct{ outer, length, inner int }

// lanesAlong sees shape along an axis.
func lanesAlong(shape []int, axis int) lanes {
	return lanes{size(shape[:axis]), shape[axis], size(shape[axis+1:])}
}

// each binds body over all lanes in pieces: it is given the o-th of outer and the
// lanes lo ≤ j < hi of inner.
func (l lanes) each(c *Call, body func(o, lo, hi int)) func() {
	width := min(l.inner, max(1, pointGrain/l.length))
	blocks := ceil(l.inner, width)
	return c.For(l.outer*blocks, max(1, pointGrain/(l.length*width)), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			j := p % blocks * width
			body(p/blocks, j, min(j+width, l.inner))
		}
	})
}

// part is where the o-th [length, inner] of x lies.
func (l lanes) part(o int) (lo, hi int) {
	n := l.length * l.inner
	return o * n, o*n + n
}
