package attention

import "github.com/gaze-ml/gaze/graph"

// Causal is Forward by which no position sees a later one. The text is cut into
// chunks of so many positions (Hua et al. 2022, FLASH, §3.2): within a chunk scores
// are made and masked, and what came before it is a sum over whole chunks. Time is
// linear in the length, and there is no loop over positions.
func (a Linear) Causal(q, k, v, seen *graph.Node, chunk int) *graph.Node {
	if chunk < 1 || k.Dim(-2) != q.Dim(-2) {
		q.Graph().Scope().Errorf("%s over %s in chunks of %d: want as many queries as keys, and at least 1", q, k, chunk)
		return q
	}
	if !attends(q, k, v) {
		return q
	}
	q, k, v = a.features(q, k, v, seen)
	y, _, _ := after(q, k, v, [2]*graph.Node{}, chunk)
	return y
}

// after is the causal pass of features q and k [batch, heads, seq, features] and of v
// after what came before, in chunks: sums and totals as in LinearCache, nil at the
// beginning of a text. It answers with those after it.
func after(q, k, v *graph.Node, past [2]*graph.Node, chunk int) (y, sums, totals *graph.Node) {
	seq, s := q.Dim(2), q.Graph().Scope()
	if !sumsFit(q, k, v, past) {
		return q, q, q
	}
	q, k, v = chunks(q, chunk), chunks(k, chunk), chunks(v, chunk) // [batch, heads, chunks, chunk, …]
	within := Causal(s, q.Dim(3)).Where(q.MatMulT(k), s.Number(0)) // [batch, heads, chunks, chunk, chunk]
	sumsBefore, sums := running(k.TMatMul(v), past[0])             // [batch, heads, chunks, features, dv]
	totalsBefore, totals := running(k.SumKeep(3), past[1])         // [batch, heads, chunks, 1, features]
	top := within.MatMul(v).Add(q.MatMul(sumsBefore))              // [batch, heads, chunks, chunk, dv]
	bottom := within.SumKeep(4).Add(q.MatMulT(totalsBefore))       // [batch, heads, chunks, chunk, 1]
	y = ratio(top, bottom)
	y = y.Reshape(y.Dim(0), y.Dim(1), y.Dim(2)*y.Dim(3), y.Dim(4)).Slice(2, 0, seq)
	return y, sums, totals
}

// chunks cuts x [batch, heads, seq, n] into [batch, heads, chunks, chunk, n], filled
// up with zeros.
func chunks(x *graph.Node, chunk int) *graph.Node {
	batch, heads, seq, n := x.Dim(0), x.Dim(1), x.Dim(2), x.Dim(3)
	chunk = min(chunk, max(seq, 1))
	count := (seq + chunk - 1) / chunk
	if more := count*chunk - seq; more > 0 {
		x = graph.Concat(2, x, x.Graph().Scope().Number(0).Expand(batch, heads, more, n))
	}
	return x.Reshape(batch, heads, count, chunk, n)
}

// running is, for each chunk of x [batch, heads, chunks, …], the sum of those before
// it and of past [batch, heads, …]; and the sum of all.
func running(x, past *graph.Node) (before, all *graph.Node) {
	count, shape := x.Dim(2), x.Shape()
	shape[2] = 1
	if past == nil {
		past = x.Graph().Scope().Number(0).Expand(shape...)
	} else {
		past = past.Unsqueeze(2)
	}
	if count == 1 {
		return past, past.Add(x).Squeeze(2)
	}
	all = graph.Concat(2, past, x).CumSum(2) // [batch, heads, 1+chunks, …]
	return all.Slice(2, 0, count), all.Slice(2, count, count+1).Squeeze(2)
}
