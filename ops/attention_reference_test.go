package ops_test

import (
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// attentionCase is operands of Attention; mask and length may be nil.
type attentionCase struct {
	q, k, v, mask, length *tensor.Dense
	config                ops.AttentionConfig
}

// attentionSizes names the sizes of a case.
type attentionSizes struct{ batch, heads, kvHeads, query, key, d, dv int }

func (s attentionSizes) randomCase(seed uint64) attentionCase {
	return attentionCase{
		q: gradcheck.Random(seed, s.batch, s.heads, s.query, s.d),
		k: gradcheck.Random(seed+1, s.batch, s.kvHeads, s.key, s.d),
		v: gradcheck.Random(seed+2, s.batch, s.kvHeads, s.key, s.dv),
	}
}

func (c attentionCase) sizes() attentionSizes {
	q, k := c.q.Shape(), c.k.Shape()
	return attentionSizes{q[0], q[1], k[1], q[2], k[2], q[3], c.v.Shape()[3]}
}

// operands are those there are, in order.
func (c attentionCase) operands() []*tensor.Dense {
	return append([]*tensor.Dense{c.q, c.k, c.v}, c.optional()...)
}

func (c attentionCase) optional() (xs []*tensor.Dense) {
	for _, x := range []*tensor.Dense{c.mask, c.length} {
		if x != nil {
			xs = append(xs, x)
		}
	}
	return xs
}

// f draws Attention.
func (c attentionCase) f(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	mask, length := c.split(xs[3:])
	return ops.Attention(xs[0], xs[1], xs[2], mask, length, c.config)
}

// weights draws AttentionWeights, of the operands without v.
func (c attentionCase) weights(xs ...*gorgonia.Node) (*gorgonia.Node, error) {
	mask, length := c.split(xs[2:])
	return ops.AttentionWeights(xs[0], xs[1], mask, length, c.config)
}

func (c attentionCase) split(xs gorgonia.Nodes) (mask, length *gorgonia.Node) {
	if c.mask != nil {
		mask, xs = xs[0], xs[1:]
	}
	if c.length != nil {
		length = xs[0]
	}
	return mask, length
}

// attentionResult is what the plain computation gives.
type attentionResult struct {
	out, weights []float64
	dq, dk, dv   []float64
	dscores      []float64 // [batch, heads, query, key], before the mask
}

// plainAttention is Attention and its gradients as the formulas say, a query at
// a time, in float64.
func plainAttention(c attentionCase, dy []float64, drops kernel.Drops) attentionResult {
	s := c.sizes()
	q, k, v := c.q.Float64s(), c.k.Float64s(), c.v.Float64s()
	r := attentionResult{
		out: make([]float64, s.batch*s.heads*s.query*s.dv), weights: make([]float64, s.batch*s.heads*s.query*s.key),
		dq: make([]float64, len(q)), dk: make([]float64, len(k)), dv: make([]float64, len(v)),
		dscores: make([]float64, s.batch*s.heads*s.query*s.key),
	}
	scale := c.config.Scale
	if scale == 0 {
		scale = 1 / math.Sqrt(float64(s.d))
	}
	factors, slopes := make([]float64, s.key), make([]float64, s.key)
	for row := range s.batch * s.heads * s.query {
		kv := row / (s.heads * s.query) * s.kvHeads
		kv += row / s.query % s.heads / (s.heads / s.kvHeads)
		w, ds := r.weights[row*s.key:][:s.key], r.dscores[row*s.key:][:s.key]
		for j := range s.key {
			w[j] = math.Inf(-1)
			if c.sees(row, j) {
				w[j] = scale * dot(q[row*s.d:][:s.d], k[(kv*s.key+j)*s.d:])
				w[j], slopes[j] = c.capped(w[j])
				w[j] += c.bias(row, j) - c.cost(row, j)
			}
		}
		plainSoftmax(w)
		for j := range factors {
			factors[j] = 1
		}
		if c.config.Dropout > 0 {
			kernel.DropFactors(factors, drops, uint64(row*s.key))
		}
		g, mean := dy[row*s.dv:][:s.dv], 0.0
		for j := range s.key {
			if w[j] == 0 {
				continue
			}
			at := (kv*s.key + j) * s.dv
			axpy(r.out[row*s.dv:], w[j]*factors[j], v[at:at+s.dv])
			axpy(r.dv[at:], w[j]*factors[j], g)
			ds[j] = factors[j] * dot(g, v[at:])
			mean += w[j] * ds[j]
		}
		for j := range s.key {
			ds[j] = w[j] * (ds[j] - mean)
			at := (kv*s.key + j) * s.d
			axpy(r.dq[row*s.d:], scale*slopes[j]*ds[j], k[at:at+s.d])
			axpy(r.dk[at:], scale*slopes[j]*ds[j], q[row*s.d:(row+1)*s.d])
		}
	}
	return r
}

// capped is the definition of SoftCap, and its derivative.
func (c attentionCase) capped(score float64) (value, slope float64) {
	limit := c.config.SoftCap
	if limit == 0 {
		return score, 1
	}
	t := math.Tanh(score / limit)
	return limit * t, 1 - t*t
}

// cost is the definition of Slopes.
func (c attentionCase) cost(row, j int) float64 {
	if c.config.Slopes == nil {
		return 0
	}
	_, place := c.exists(row)
	return c.config.Slopes[row/c.sizes().query%c.sizes().heads] * math.Abs(float64(place-j))
}

// sees is the definition of length, Causal and Window.
func (c attentionCase) sees(row, j int) bool {
	n, place := c.exists(row)
	away := max(place-j, j-place)
	return j < n && (!c.config.Causal || j <= place) && (c.config.Window == 0 || away < c.config.Window)
}

// exists is how many keys there are for a row, and which of them is its place.
func (c attentionCase) exists(row int) (n, place int) {
	s := c.sizes()
	i := row % s.query
	n, place = s.key, i
	if c.length != nil {
		lengths := c.length.Data()
		switch l := lengths.(type) {
		case int:
			n = l
		case []int:
			n = l[row/(s.heads*s.query)]
		}
		place = n - s.query + i
	}
	return n, place
}

// bias is what the mask adds to a score.
func (c attentionCase) bias(row, j int) float64 {
	if c.mask == nil {
		return 0
	}
	switch m := c.mask.Data().(type) {
	case []float64:
		return m[c.maskIndex(row, j)]
	case []bool:
		if !m[c.maskIndex(row, j)] {
			return math.Inf(-1)
		}
	case float64:
		return m
	case bool:
		if !m {
			return math.Inf(-1)
		}
	}
	return 0
}

func (c attentionCase) maskIndex(row, j int) int {
	s, shape := c.sizes(), c.mask.Shape()
	at := []int{row / (s.heads * s.query), row / s.query % s.heads, row % s.query, j}
	index := 0
	for axis, n := range shape {
		index *= n
		if n > 1 {
			index += at[axis+4-len(shape)]
		}
	}
	return index
}

// dmask is dscores summed to the mask's shape.
func (c attentionCase) dmask(r attentionResult) []float64 {
	s := c.sizes()
	dm := make([]float64, max(1, c.mask.Shape().TotalSize()))
	for i, g := range r.dscores {
		dm[c.maskIndex(i/s.key, i%s.key)] += g
	}
	return dm
}

// plainSoftmax leaves zeros where there is nothing to attend to.
func plainSoftmax(w []float64) {
	top, sum := math.Inf(-1), 0.0
	for _, x := range w {
		top = max(top, x)
	}
	for j, x := range w {
		w[j] = 0
		if !math.IsInf(x, -1) {
			w[j] = math.Exp(x - top)
		}
		sum += w[j]
	}
	for j := range w {
		if sum > 0 {
			w[j] /= sum
		}
	}
}

func dot(x, y []float64) (sum float64) {
	for i := range x {
		sum += x[i] * y[i]
	}
	return sum
}

func axpy(y []float64, a float64, x []float64) {
	for i := range x {
		y[i] += a * x[i]
	}
}
