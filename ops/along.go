package ops

import "github.com/gaze-ml/gaze/internal/kernel"

// columns is how many lines that are not contiguous are worked on at a time: a
// cache line's worth of each.
const columns = 16

// lineLoop runs f on every line of y, a and b; b may be nil.
type lineLoop[T kernel.Float] struct {
	lanes
	y, a, b []T
	f       func(y, a, b, scratch []T) // scratch is as long as y
}

// bind makes the closure that runs the loop. Lines that are not contiguous are
// gathered first, several at a time.
func (l *lineLoop[T]) bind(c *Call) func() {
	if l.inner == 1 {
		return c.each(l.outer, max(1, pointGrain/l.length), l.rows)
	}
	return c.each(l.outer*ceil(l.inner, columns), 1, l.blocks)
}

func (l *lineLoop[T]) rows(w *kernel.Worker, lo, hi int) {
	scratch := kernel.Scratch[T](w, l.length)
	for i := lo * l.length; i < hi*l.length; i += l.length {
		l.f(l.y[i:i+l.length], l.a[i:i+l.length], cut(l.b, i, i+l.length), scratch)
	}
}

func (l *lineLoop[T]) blocks(w *kernel.Worker, lo, hi int) {
	n, across := l.length, ceil(l.inner, columns)
	memory := kernel.Scratch[T](w, n*(3*columns+1))
	y, a, b := memory[:n*columns], memory[n*columns:2*n*columns], memory[2*n*columns:3*n*columns]
	scratch := memory[3*n*columns:]
	for i := lo; i < hi; i++ {
		first := i % across * columns
		count := min(columns, l.inner-first)
		at := i/across*n*l.inner + first
		l.gather(a, l.a[at:], count)
		if l.b != nil {
			l.gather(b, l.b[at:], count)
		}
		for k := range count {
			l.f(y[k*n:(k+1)*n], a[k*n:(k+1)*n], b[k*n:(k+1)*n], scratch)
		}
		l.scatter(l.y[at:], y, count)
	}
}

// gather is to[k·n + i] = from[i·inner + k].
func (l *lineLoop[T]) gather(to, from []T, count int) {
	for i := range l.length {
		for k, v := range from[i*l.inner : i*l.inner+count] {
			to[k*l.length+i] = v
		}
	}
}

// scatter undoes gather.
func (l *lineLoop[T]) scatter(to, from []T, count int) {
	for i := range l.length {
		row := to[i*l.inner : i*l.inner+count]
		for k := range row {
			row[k] = from[k*l.length+i]
		}
	}
}
