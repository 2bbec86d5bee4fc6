package kernel

import "unsafe"

// attend16 is a block of attention whose operands are rounded to words of two
// bfloat16s, which are elements 2·k and 2·k + 1 of what is summed over. The first
// operand stays rows, so that nothing is transposed but keys.
type attend16 struct{ attend32 }

// scores rounds the rows of q once, and packs those of k a panel after another.
func (r *attend16) scores(q *Rows[float32], k *Keys[float32], alpha float32) {
	n, depth := r.Most(), q.Width
	if n == 0 || depth == 0 {
		r.noScores(depth)
		return
	}
	m := &r.m
	rows, step := r.roundRows(q)
	m.k, m.n, m.alpha, m.aRow, m.cRow = ceil(depth, 2), r.width(), alpha, step, 4*r.LD
	memory := r.w.aligned(packedB, m.k*r.width())
	panels, each, higher := r.heights(r.Rows)
	for j := 0; j < n; j += r.width() {
		if panel := r.panel(k.packed, memory, j, m.k); panel == memory {
			r.packKeys(memory, &k.rows, j, n)
		}
		i := 0
		for p := range panels {
			h := height(p, each, higher)
			if r.Seen(i+h-1) > j {
				m.a = unsafe.Add(rows, i*step)
				m.c = unsafe.Pointer(&r.S[i*r.LD+j : i*r.LD+j+m.n][0])
				mulBF16RowsAVX512(h, m)
				r.count(h * m.n * depth)
			}
			i += h
		}
	}
}

// gather rounds, of each panel of rows, what its last row sees, and packs v a
// panel after another.
func (r *attend16) gather(c []float32, ldc int, v *Rows[float32], alpha float32, add bool) {
	m, n := &r.m, r.Most()
	rows, step := r.roundS()
	m.alpha, m.beta, m.aRow, m.cRow = alpha, 1, step, 4*ldc
	if add {
		m.keep = 1
	}
	panels, each, higher := r.heights(r.Rows)
	for x := 0; x < v.Width; x += r.width() {
		m.n = min(r.width(), v.Width-x)
		r.stay(r.packPairs(v, x, m.n, n), 4*r.width())
		i := 0
		for p := range panels {
			h := height(p, each, higher)
			if k := r.Seen(i + h - 1); k > 0 || !add {
				m.k = ceil(k, 2)
				m.a, m.c = unsafe.Add(rows, i*step), unsafe.Pointer(&c[i*ldc+x:][0])
				mulBF16RowsAVX512(h, m)
				r.count(h * m.n * k)
			}
			i += h
		}
	}
}

// scatter makes words of pairs of rows, and multiplies each panel of keys with
// the pairs that see any of them.
func (r *attend16) scatter(c, q *Rows[float32], alpha float32, add bool) {
	n := r.Most()
	if n == 0 {
		return
	}
	m := &r.m
	pairs := r.weaveS(n)
	m.alpha, m.beta, m.cRow, m.aStep = alpha, 1, 4*c.Far, 4*r.LD
	if add {
		m.keep = 1
	}
	panels, each, higher := r.heights(n)
	for x := 0; x < q.Width; x += r.width() {
		m.n = min(r.width(), q.Width-x)
		panel := r.packPairs(q, x, m.n, r.Rows)
		i, j := 0, 0
		for p := range panels {
			h := height(p, each, higher)
			i = r.firstOf(i, j) &^ 1
			m.k = ceil(r.Rows-i, 2)
			r.stay(unsafe.Add(panel, i/2*4*r.width()), 4*r.width())
			m.a, m.c = unsafe.Add(pairs, 4*(i/2*r.LD+j)), unsafe.Pointer(&c.Row(j)[x])
			mulBF16ColumnsAVX512(h, m)
			r.count(h * m.n * (r.Rows - i))
			j += h
		}
	}
}
