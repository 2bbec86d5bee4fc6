package kernel

import "unsafe"

// attendRows is how many rows are multiplied at a time: a step of the staircase.
const attendRows = 32

func (a *Attend[T]) scoresPlain(w *Worker, q, k *Rows[T], alpha T) {
	for i := 0; i < a.Rows; i += attendRows {
		n := min(attendRows, a.Rows-i)
		p := Product[T]{M: n, N: a.Seen(i + n - 1), K: q.Width, Alpha: alpha, TransB: true, C: a.S[i*a.LD:], LDC: a.LD, Precision: a.precision()}
		p.A, p.LDA = together(w, q, i, n)
		p.B, p.LDB = together(w, k, 0, p.N)
		a.multiply(w, &p)
	}
}

func (a *Attend[T]) gatherPlain(w *Worker, c []T, ldc int, v *Rows[T], alpha T, add bool) {
	for i := 0; i < a.Rows; i += attendRows {
		n := min(attendRows, a.Rows-i)
		p := Product[T]{M: n, N: v.Width, K: a.Seen(i + n - 1), Alpha: alpha, A: a.S[i*a.LD:], LDA: a.LD, C: c[i*ldc:], LDC: ldc, Precision: a.precision()}
		if add {
			p.Beta = 1
		}
		p.B, p.LDB = together(w, v, 0, p.K)
		a.multiply(w, &p)
	}
}

func (a *Attend[T]) scatterPlain(w *Worker, c, q *Rows[T], alpha T, add bool) {
	i, most := 0, a.Most()
	for j := 0; j < most; j += attendRows {
		i = a.firstOf(i, j)
		p := Product[T]{
			M: min(attendRows, most-j), N: q.Width, K: a.Rows - i, Alpha: alpha,
			A: a.S[i*a.LD+j:], LDA: a.LD, TransA: true, C: c.Data[c.At(j):], LDC: c.Far, Precision: a.precision(),
		}
		if add {
			p.Beta = 1
		}
		p.B, p.LDB = together(w, q, i, p.K)
		a.multiply(w, &p)
	}
}

// precision is that of plain products.
func (a *Attend[T]) precision() Precision {
	if a.form() == asTheyAre {
		return Float32
	}
	return BF16
}

func (a *Attend[T]) multiply(w *Worker, p *Product[T]) {
	w.forget()
	p.Serial(w)
	if a.Count != nil {
		*a.Count += p.M * p.N * p.K
	}
}

// together is n rows from i on, with one step from each to the next: in place if
// they lie so, copied if not.
func together[T Float](w *Worker, l *Rows[T], i, n int) (rows []T, step int) {
	part := Rows[T]{l.Data, l.First + i, l.Run, l.Near, l.Far, l.Width}
	if step, ok := part.Step(n); ok {
		return part.Data[part.At(0):], step
	}
	rows = unsafe.Slice((*T)(w.at(remains, n*part.Width*size[T]())), n*part.Width)
	for r := range n {
		copy(rows[r*part.Width:][:part.Width], part.Row(r))
	}
	return rows, part.Width
}
