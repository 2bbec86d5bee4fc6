package kernel

import "unsafe"

// attend32 is a block of attention with the micro-kernels of a level. Operands
// are packed here and nowhere else.
type attend32 struct {
	*Attend[float32]
	w      *Worker
	level  level
	rounds bool // operands, to bfloat16s, which stay floats
	m      micro
	places places
}

func attend32Of(a *Attend[float32], w *Worker) attend32 {
	return attend32{Attend: a, w: w, level: current, rounds: a.form() == bf16Floats}
}

// compact is the row length, in elements, up to which rows are read in place:
// rows further apart share a few lines of the nearest cache.
const compact = 128

func (r *attend32) width() int { return 2 * r.level.lanes() }

// heights cuts n rows into panels as even as can be: the first of them are one
// row higher than the others.
func (r *attend32) heights(n int) (panels, each, higher int) {
	panels = ceil(n, r.level.rows())
	return panels, n / panels, n % panels
}

// height is that of a panel, of what heights gives.
func height(panel, each, higher int) int {
	if panel < higher {
		return each + 1
	}
	return each
}

func (r *attend32) count(n int) {
	if r.Count != nil {
		*r.Count += n
	}
}

// scores reads the rows of q in place if it can, or packs them once, and packs
// those of k a panel after another.
func (r *attend32) scores(q *Rows[float32], k *Keys[float32], alpha float32) {
	n, depth := r.Most(), q.Width
	if n == 0 || depth == 0 {
		r.noScores(depth)
		return
	}
	rows := r.rowsOf(q)
	memory := r.w.aligned(packedB, depth*r.width())
	m := &r.m
	m.k, m.n, m.alpha, m.cRow = depth, r.width(), alpha, 4*r.LD
	panels, each, higher := r.heights(r.Rows)
	for j := 0; j < n; j += r.width() {
		if panel := r.panel(k.packed, memory, j, depth); panel == memory {
			r.packKeys(memory, &k.rows, j, n)
		}
		i := 0
		for p := range panels {
			h := height(p, each, higher)
			if r.Seen(i+h-1) > j {
				m.c = unsafe.Pointer(&r.S[i*r.LD+j : i*r.LD+j+m.n][0])
				rows.multiply(r, i, h)
				r.count(h * m.n * depth)
			}
			i += h
		}
	}
}

// noScores are those of queries without elements.
func (r *attend32) noScores(depth int) {
	for i := 0; depth == 0 && i < r.Rows; i++ {
		clear(r.S[i*r.LD:][:r.Seen(i)])
	}
}

// gather multiplies each panel of rows with as many of v's as the last of them sees.
func (r *attend32) gather(c []float32, ldc int, v *Rows[float32], alpha float32, add bool) {
	m := &r.m
	m.alpha, m.beta, m.cRow, m.aRow, m.aStep = alpha, 1, 4*ldc, 4*r.LD, 4*r.LD
	if add {
		m.keep = 1
	}
	n := r.Most()
	r.roundS()
	panels, each, higher := r.heights(r.Rows)
	for x := 0; x < v.Width; x += r.width() {
		m.n = min(r.width(), v.Width-x)
		r.stay(r.lines(v, x, m.n, n))
		i := 0
		for p := range panels {
			h := height(p, each, higher)
			if m.k = r.Seen(i + h - 1); m.k > 0 || !add {
				m.a, m.c = unsafe.Pointer(&r.S[i*r.LD]), unsafe.Pointer(&c[i*ldc+x:][0])
				mulRows(r.level, h, m)
				r.count(h * m.n * m.k)
			}
			i += h
		}
	}
}

// scatter multiplies each panel of keys with the rows that see any of them.
func (r *attend32) scatter(c, q *Rows[float32], alpha float32, add bool) {
	n := r.Most()
	if n == 0 {
		return
	}
	r.roundS()
	m := &r.m
	m.alpha, m.beta, m.cRow, m.aRow, m.aStep = alpha, 1, 4*c.Far, 4, 4*r.LD
	if add {
		m.keep = 1
	}
	panels, each, higher := r.heights(n)
	for x := 0; x < q.Width; x += r.width() {
		m.n = min(r.width(), q.Width-x)
		from, step := r.lines(q, x, m.n, r.Rows)
		i, j := 0, 0
		for p := range panels {
			h := height(p, each, higher)
			i = r.firstOf(i, j)
			m.k = r.Rows - i
			r.stay(unsafe.Add(from, i*step), step)
			m.a, m.c = unsafe.Pointer(&r.S[i*r.LD+j]), unsafe.Pointer(&c.Row(j)[x])
			mulColumns(r.level, h, m)
			r.count(h * m.n * m.k)
			j += h
		}
	}
}

// stay makes b the panel of B, and prefetches what is there already.
func (r *attend32) stay(b unsafe.Pointer, step int) {
	m := &r.m
	m.b, m.bStep = b, step
	m.ahead, m.aheadX, m.aheadY, m.aheadStep = uintptr(b), 0, 0, 0
}
