package kernel

// Attend is a block of attention: the scores, or weights, of some rows of queries
// for some keys. Row i of S is S[i·LD:]; it sees the first Seen(i) keys of the
// block, never fewer than the row before it. What it does not see is neither
// computed nor multiplied, but for the steps of a staircase that are as high as a
// micro-kernel.
//
// Its three products are all that attention multiplies, forward and backward.
// Each element's sum is taken in one order that depends on nothing but the level,
// so a row gets the same bits whatever rows and keys it is computed with.
//
// Seen(i) is Keys or, if Causal, what is left of (First+i)/Run + Shift between 0
// and Keys.
//
// In BF16 and Int8 all operands of float32 products are rounded to bfloat16, S
// perhaps where it is; BF16x3 is Float32 here.
type Attend[T Float] struct {
	S          []T
	LD         int // at least Keys, to the next multiple of AttendRound
	Rows, Keys int
	Causal     bool
	First, Run int
	Shift      int
	Precision  Precision
	Count      *int // counts multiplications, if there is something to count them
}

// AttendRound is what LD is rounded up to: what lies up to there is overwritten.
const AttendRound = 32

// Seen is how many keys row i sees.
func (a *Attend[T]) Seen(i int) int {
	if !a.Causal {
		return a.Keys
	}
	return max(min((a.First+i)/a.Run+a.Shift, a.Keys), 0)
}

// Most is how many keys any row sees.
func (a *Attend[T]) Most() int {
	if a.Rows == 0 {
		return 0
	}
	return a.Seen(a.Rows - 1)
}

// firstOf is the first row from i on that sees key j, or Rows.
func (a *Attend[T]) firstOf(i, j int) int {
	for i < a.Rows && a.Seen(i) <= j {
		i++
	}
	return i
}

// Rows are rows of a matrix that lie in runs: row i begins at element
// (First+i)/Run·Far + (First+i)%Run·Near of Data.
type Rows[T Float] struct {
	Data             []T
	First, Run       int
	Near, Far, Width int
}

// At is where row i begins.
func (l *Rows[T]) At(i int) int {
	i += l.First
	if l.Run == 1 {
		return i * l.Far
	}
	return i/l.Run*l.Far + i%l.Run*l.Near
}

// Row is row i.
func (l *Rows[T]) Row(i int) []T { return l.Data[l.At(i):][:l.Width] }

// Step is from a row to the next, if that is the same for all of n.
func (l *Rows[T]) Step(n int) (step int, ok bool) {
	switch {
	case l.Run == 1:
		return l.Far, true
	case l.Far == l.Run*l.Near || l.First%l.Run+n <= l.Run:
		return l.Near, true
	}
	return 0, n <= 1
}

// Scores is S[i,j] = alpha·Σ_x q[i,x]·k[j,x] for all j < Seen(i).
func (a *Attend[T]) Scores(w *Worker, q *Rows[T], k *Keys[T], alpha T) {
	w.forget()
	f, ok := any(a).(*Attend[float32])
	if !ok || current == plain {
		a.scoresPlain(w, q, &k.rows, alpha)
		return
	}
	q32, k32 := any(q).(*Rows[float32]), any(k).(*Keys[float32])
	if f.form() == bf16Words {
		r := attend16{attend32Of(f, w)}
		r.scores(q32, k32, float32(alpha))
		return
	}
	r := attend32Of(f, w)
	r.scores(q32, k32, float32(alpha))
}

// Gather is c[i,x] = alpha·Σ_j S[i,j]·v[j,x] over j < Seen(i), + c[i,x] if add. Row i
// of c is c[i·ldc:]. S is 0 from Seen(i) to the most that any row sees, and there v
// may not be NaN or infinite.
func (a *Attend[T]) Gather(w *Worker, c []T, ldc int, v *Rows[T], alpha T, add bool) {
	w.forget()
	f, ok := any(a).(*Attend[float32])
	if !ok || current == plain {
		a.gatherPlain(w, c, ldc, v, alpha, add)
		return
	}
	c32, v32 := any(c).([]float32), any(v).(*Rows[float32])
	if f.form() == bf16Words {
		r := attend16{attend32Of(f, w)}
		r.gather(c32, ldc, v32, float32(alpha), add)
		return
	}
	r := attend32Of(f, w)
	r.gather(c32, ldc, v32, float32(alpha), add)
}

// Scatter is c[j,x] = alpha·Σ_i S[i,j]·q[i,x] for all keys j that any row sees, over
// the rows that see it, + c[j,x] if add. S is 0 as for Gather.
func (a *Attend[T]) Scatter(w *Worker, c, q *Rows[T], alpha T, add bool) {
	w.forget()
	f, ok := any(a).(*Attend[float32])
	if !ok || current == plain {
		a.scatterPlain(w, c, q, alpha, add)
		return
	}
	c32, q32 := any(c).(*Rows[float32]), any(q).(*Rows[float32])
	if f.form() == bf16Words {
		r := attend16{attend32Of(f, w)}
		r.scatter(c32, q32, float32(alpha), add)
		return
	}
	r := attend32Of(f, w)
	r.scatter(c32, q32, float32(alpha), add)
}

// form is how operands are stored and multiplied: as they are, or as rounded
// floats or words.
func (a *Attend[T]) form() form {
	if a.Precision == BF16x3 {
		return asTheyAre
	}
	switch f := formOf(a.Precision, false); f {
	case asTheyAre, bf16Words:
		return f
	}
	return bf16Floats
}
