package weights

import "math"

// Orthogonal makes the rows of a weight [rows, cols...] orthogonal and of
// length gain, or the columns if there are fewer of them (Saxe et al. 2013): Q
// of the QR decomposition of a matrix of normal draws, with the signs that make
// R's diagonal positive, by which Q is unique.
func Orthogonal(gain float64) Initializer {
	return func(r *Random, shape []int, dst []float64) {
		if len(dst) == 0 {
			return
		}
		rows := 1
		if len(shape) > 0 {
			rows = shape[0]
		}
		cols := len(dst) / rows
		q := matrix{at: make([]float64, len(dst)), m: max(rows, cols), n: min(rows, cols)}
		Normal(1)(r, shape, q.at)
		q.orthonormalize()
		for i := range q.m {
			for j := range q.n {
				to := i*cols + j
				if rows < cols {
					to = j*cols + i
				}
				dst[to] = gain * q.column(j)[i]
			}
		}
	}
}

// A matrix [m, n], m ≥ n, column after column.
type matrix struct {
	at   []float64
	m, n int
}

func (a matrix) column(j int) []float64 { return a.at[j*a.m : (j+1)*a.m] }

// orthonormalize replaces a by its Q, by Householder reflections
// H_k = I − 2·v·vᵀ (Golub and Van Loan, Matrix Computations, §5.2): first
// H_n … H_1 · a = R, then Q = H_1 … H_n · I.
func (a matrix) orthonormalize() {
	vs := make([][]float64, a.n) // unit vectors v of length m − k
	positive := make([]bool, a.n)
	for k := range a.n {
		v := append([]float64(nil), a.column(k)[k:]...)
		diagonal := -math.Copysign(norm(v), v[0])
		v[0] -= diagonal
		scale(v, norm(v))
		vs[k], positive[k] = v, diagonal > 0
		for j := k; j < a.n; j++ {
			reflect(a.column(j)[k:], v)
		}
	}
	clear(a.at)
	for j := range a.n {
		a.column(j)[j] = 1
	}
	for k := a.n - 1; k >= 0; k-- {
		for j := k; j < a.n; j++ {
			reflect(a.column(j)[k:], vs[k])
		}
	}
	for j, keep := range positive {
		if !keep {
			scale(a.column(j), -1)
		}
	}
}

// reflect is x ← x − 2·v·(vᵀx).
func reflect(x, v []float64) {
	dot := 0.0
	for i := range v {
		dot += v[i] * x[i]
	}
	for i := range v {
		x[i] -= 2 * dot * v[i]
	}
}

func norm(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

// scale divides v by by, which is 0 only if v is.
func scale(v []float64, by float64) {
	for i := range v {
		if by != 0 {
			v[i] /= by
		}
	}
}
