package ops_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// crf is drawn with the tags and the mask as the last operands.
func crf(xs ...node) (node, error) {
	if len(xs) == 5 {
		return ops.CRF(xs[0], xs[1], xs[2], xs[3], xs[4], nil)
	}
	return ops.CRF(xs[0], xs[1], xs[2], xs[3], xs[4], xs[5])
}

func TestCRFGradient(t *testing.T) {
	for _, shape := range [][]int{{1, 1, 1}, {2, 1, 3}, {3, 7, 4}, {40, 3, 5}} {
		batch, seq, k := shape[0], shape[1], shape[2]
		in := []*tensor.Dense{random(batch, seq, k), random(k, k), random(k), positive(k), integers(k, 7, batch, seq)}
		require.NoError(t, gradcheck.Check(crf, in...))
		require.NoError(t, gradcheck.Check(crf, append(in, booleans(batch, seq))...))
	}
}

// chainOf evaluates loss and best path of one chain of tags.
func chainOf(t *testing.T, e, trans, start, end, tags, mask *tensor.Dense) (loss, path []float64, grad []float64) {
	t.Helper()
	g := gorgonia.NewGraph()
	var xs gorgonia.Nodes
	for i, d := range []*tensor.Dense{e, trans, start, end, tags, mask} {
		xs = append(xs, gradcheck.Input(g, string(rune('a'+i)), d))
	}
	y, err := ops.CRF(xs[0], xs[1], xs[2], xs[3], xs[4], xs[5])
	require.NoError(t, err)
	best, err := ops.CRFDecode(xs[0], xs[1], xs[2], xs[3], xs[5])
	require.NoError(t, err)
	dy := gradcheck.Input(g, "dy", gradcheck.Floats([]float64{1, 1}, 2))
	grads, err := ops.Backprop(y, dy, xs[0])
	require.NoError(t, err)
	out, err := gradcheck.Run(y, best, grads[0])
	require.NoError(t, err)
	for _, tag := range out[1].Ints() {
		path = append(path, float64(tag))
	}
	return out[0].Float64s(), path, out[2].Float64s()
}

// Tokens that the mask hides might as well not be there, wherever they are and
// whatever they hold.
func TestCRFMaskLeavesOut(t *testing.T) {
	const k = 3
	trans, start, end := random(k, k), random(k), positive(k)
	short := random(2, 3, k)
	tags := gradcheck.Ints([]int{0, 2, 1, 1, 1, 0}, 2, 3)
	all := gradcheck.Bools([]bool{true, true, true, true, true, true}, 2, 3)
	loss, path, grad := chainOf(t, short, trans, start, end, tags, all)

	at := [][]int{{1, 2, 5}, {0, 3, 4}} // where the three tokens are among six
	long, longTags, mask := make([]float64, 2*6*k), make([]int, 12), make([]bool, 12)
	for i := range long {
		long[i] = math.NaN()
	}
	for i := range longTags {
		longTags[i] = -100
	}
	for b, places := range at {
		for i, p := range places {
			copy(long[(b*6+p)*k:], short.Float64s()[(b*3+i)*k:][:k])
			longTags[b*6+p], mask[b*6+p] = tags.Ints()[b*3+i], true
		}
	}
	loss2, path2, grad2 := chainOf(t, gradcheck.Floats(long, 2, 6, k), trans, start, end,
		gradcheck.Ints(longTags, 2, 6), gradcheck.Bools(mask, 2, 6))
	require.Equal(t, loss, loss2)
	for b, places := range at {
		for i, p := range places {
			require.Equal(t, path[b*3+i], path2[b*6+p])
			require.Equal(t, grad[(b*3+i)*k:][:k], grad2[(b*6+p)*k:][:k])
		}
	}
	for i, counts := range mask {
		if !counts {
			require.Equal(t, -100.0, path2[i])
			require.Equal(t, make([]float64, k), grad2[i*k:(i+1)*k])
		}
	}
}

// What is forbidden altogether has no part in the sum, and makes no NaN.
func TestCRFForbidden(t *testing.T) {
	trans := random(3, 3)
	trans.Float64s()[1] = math.Inf(-1) // 0 to 1
	start := random(3)
	start.Float64s()[2] = math.Inf(-1)
	all := gradcheck.Bools([]bool{true, true, true, true, true, true}, 2, 3)
	e := random(2, 3, 3)
	for b := range 2 {
		e.Float64s()[b*9], e.Float64s()[b*9+4] = 50, 50 // 0, then 1, if only one could
	}
	loss, path, grad := chainOf(t, e, trans, start, random(3), gradcheck.Ints([]int{0, 0, 1, 1, 1, 1}, 2, 3), all)
	require.True(t, math.IsInf(loss[0], 1)) // 0 to 1, once
	require.False(t, math.IsInf(loss[1], 0) || math.IsNaN(loss[1]))
	for _, d := range grad {
		require.False(t, math.IsNaN(d))
	}
	for i := range 5 {
		require.False(t, i != 2 && path[i] == 0 && path[i+1] == 1, "0 to 1 at %d", i)
	}
}

func TestCRFRefuses(t *testing.T) {
	g := gorgonia.NewGraph()
	n := 0
	in := func(d *tensor.Dense) node {
		n++
		return gradcheck.Input(g, string(rune('a'+n)), d)
	}
	e, trans, v, tags := in(random(2, 3, 4)), in(random(4, 4)), in(random(4)), in(integers(4, 1, 2, 3))
	for want, f := range map[string]func() (node, error){
		"CRF: emissions float64 [4, 4]: want floats [batch, seq, tags]": func() (node, error) { return ops.CRF(trans, trans, v, v, tags, nil) },
		"want transitions float64 [4, 4]":                               func() (node, error) { return ops.CRF(e, v, v, v, tags, nil) },
		"want start float64 [4]":                                        func() (node, error) { return ops.CRF(e, trans, trans, v, tags, nil) },
		"want end float64 [4]":                                          func() (node, error) { return ops.CRF(e, trans, v, trans, tags, nil) },
		"want tags int [2, 3]":                                          func() (node, error) { return ops.CRF(e, trans, v, v, v, nil) },
		"· tags int [2, 3] · mask int [2, 3]: want mask bool [2, 3]":    func() (node, error) { return ops.CRF(e, trans, v, v, tags, tags) },
		"CRF decoding: emissions float64 [2, 3, 4] · transitions float64 [4, 4] · start float64 [4] · end float64 [4] · mask int [2, 3]: want mask bool [2, 3]": func() (node, error) {
			return ops.CRFDecode(e, trans, v, v, tags)
		},
		"CRF: operand 3 is nil": func() (node, error) { return ops.CRF(e, trans, v, nil, tags, nil) },
	} {
		_, err := f()
		require.ErrorContains(t, err, want)
	}
}

// Steps as products and in logarithms are the same to rounding, also where one of
// both is not used: with scores so far apart that nearly all underflows.
func TestCRFSteps(t *testing.T) {
	all := gradcheck.Bools(make([]bool, 2*9), 2, 9)
	for i := range all.Bools() {
		all.Bools()[i] = true
	}
	tags := integers(3, 2, 2, 9)
	for _, scale := range []float64{1, 100, 1e4} {
		e, trans, start := random(2, 9, 3), random(3, 3), random(3)
		for _, d := range []*tensor.Dense{e, trans, start} {
			for i := range d.Float64s() {
				d.Float64s()[i] *= scale
			}
		}
		// A tag that leads to all others, and is the worst of all to be in.
		for to := range 3 {
			trans.Float64s()[3+to] = 5 * scale
			trans.Float64s()[to], trans.Float64s()[6+to] = -9*scale, -9*scale
		}
		trans.Float64s()[7] = 0
		loss, _, grad := chainOf(t, e, trans, start, start, tags, all)
		for b := range 2 {
			z, marginals := exhausted(e.Float64s()[b*27:(b+1)*27], trans.Float64s(), start.Float64s())
			score := pathScore(tags.Ints()[b*9:(b+1)*9], e.Float64s()[b*27:(b+1)*27], trans.Float64s(), start.Float64s())
			require.InEpsilon(t, z-score+1, loss[b]+1, 1e-12)
			for i, p := range marginals {
				if i%3 == tags.Ints()[b*9+i/3] {
					p--
				}
				require.InDelta(t, p, grad[b*27+i], 1e-11*max(1, math.Abs(z)*1e-3), "scale %v, %d", scale, i)
			}
		}
	}
}

func pathScore(path []int, e, trans, ends []float64) float64 {
	s := ends[path[0]] + ends[path[len(path)-1]]
	for t, tag := range path {
		s += e[t*3+tag]
		if t > 0 {
			s += trans[path[t-1]*3+tag]
		}
	}
	return s
}

// exhausted goes over all paths of nine tokens and three tags.
func exhausted(e, trans, ends []float64) (z float64, marginals []float64) {
	const paths = 19683
	scores, largest := make([]float64, paths), math.Inf(-1)
	path := func(p int) []int {
		tags := make([]int, 9)
		for t := range tags {
			tags[t], p = p%3, p/3
		}
		return tags
	}
	for p := range scores {
		scores[p] = pathScore(path(p), e, trans, ends)
		largest = max(largest, scores[p])
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(s - largest)
	}
	z, marginals = largest+math.Log(sum), make([]float64, 27)
	for p, s := range scores {
		for t, tag := range path(p) {
			marginals[t*3+tag] += math.Exp(s - z)
		}
	}
	return z, marginals
}
