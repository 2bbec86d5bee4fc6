package ops

import "github.com/gaze-ml/gaze/internal/kernel"

func normForward[T kernel.Float](m *norm, c *Call) func() {
	x := floats[T](c.In[0])
	return byRow(m, c, func(y []T, lo, hi int, w, b []T) (mean, rstd T) {
		if m.centred {
			return kernel.LayerNorm(y, x[lo:hi], w, b, T(m.eps))
		}
		return 0, kernel.RMSNorm(y, x[lo:hi], w, T(m.eps))
	})
}

// byRow binds a norm of rows: f makes y of the elements from lo to hi. It keeps
// the moments, for a backward pass if there is one.
func byRow[T kernel.Float](m *norm, c *Call, f func(y []T, lo, hi int, w, b []T) (mean, rstd T)) func() {
	y, n := floats[T](c.Out), c.Out.Shape[c.Out.Rank()-1]
	w, b := present[T](c.In, m.weight), present[T](c.In, m.bias)
	mean, rstd := savedMoments[T](m, c.Saved)
	return c.For(len(y)/n, max(1, pointGrain/n), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			a, r := f(y[i*n:(i+1)*n], i*n, (i+1)*n, w, b)
			if mean != nil {
				mean[i] = a
			}
			if rstd != nil {
				rstd[i] = r
			}
		}
	})
}

// savedMoments are the rows' means, which RMSNorm has not, and inverse
// deviations; nil where there is no memory.
func savedMoments[T kernel.Float](m *norm, saved []Array) (mean, rstd []T) {
	if m.centred && saved[1].Exists() {
		mean = floats[T](saved[1])
	}
	if saved[0].Exists() {
		rstd = floats[T](saved[0])
	}
	return mean, rstd
}

// normPass is the backward pass, bound: every piece of normRows rows has a
// partial dw and db of its own, which are added in order at the end.
type normPass[T kernel.Float] struct {
	*norm
	n, rows    int
	x, w, dy   []T
	mean, rstd []T // [rows]
	dx         []T // nil where not wanted
	normSums[T]
}

// normSums is the gradients of weight and bias, and what each piece adds to
// them; nil where not wanted.
type normSums[T kernel.Float] struct {
	dw, db       []T // [n]
	partW, partB []T // [pieces, n]
}

func normBackward[T kernel.Float](m *norm, c *Call) func() {
	x := floats[T](c.In[0])
	n := c.Dy.Shape[c.Dy.Rank()-1]
	g := &normPass[T]{norm: m, n: n, rows: len(x) / n, x: x, w: present[T](c.In, m.weight), dy: floats[T](c.Dy)}
	g.mean, g.rstd = savedMoments[T](m, c.Saved)
	if c.Grad[0].Exists() {
		g.dx = floats[T](c.Grad[0])
	}
	g.dw, g.db = present[T](c.Grad, m.weight), present[T](c.Grad, m.bias)
	if g.dx == nil && g.dw == nil && g.db == nil {
		return nothing
	}
	if g.dw != nil {
		g.partW = floats[T](c.Scratch[m.weight-1])
	}
	if g.db != nil {
		g.partB = floats[T](c.Scratch[m.bias-1])
	}
	return inOrder(c.each(g.rows, normRows, g.piece), c.For(n, max(64, pointGrain/ceil(g.rows, normRows)), g.total))
}

// piece is the gradients of rows lo ≤ i < hi.
func (g *normPass[T]) piece(w *kernel.Worker, lo, hi int) {
	n, k := g.n, lo/normRows
	scratch := kernel.Scratch[T](w, 2*n)
	dw, db := cut(g.partW, k*n, (k+1)*n), cut(g.partB, k*n, (k+1)*n)
	clear(dw)
	clear(db)
	for i := lo; i < hi; i++ {
		at, end := i*n, (i+1)*n
		dx, x, dy := cut(g.dx, at, end), g.x[at:end], g.dy[at:end]
		if g.centred {
			kernel.LayerNormGrad(dx, dw, db, x, g.w, dy, scratch, g.mean[i], g.rstd[i])
		} else {
			kernel.RMSNormGrad(dx, dw, x, g.w, dy, scratch, g.rstd[i])
		}
	}
}

// total adds the partial sums of columns lo ≤ j < hi.
func (g *normPass[T]) total(lo, hi int) {
	addPieces(g.dw, g.partW, g.n, lo, hi)
	addPieces(g.db, g.partB, g.n, lo, hi)
}

// addPieces is sum[j] = Σ_k parts[k·n + j], in the order of k, for lo ≤ j < hi.
func addPieces[T kernel.Float](sum, parts []T, n, lo, hi int) {
	if sum == nil {
		return
	}
	copy(sum[lo:hi], parts[lo:hi])
	for at := n; at < len(parts); at += n {
		kernel.Add(sum[lo:hi], sum[lo:hi], parts[at+lo:at+hi])
	}
}
