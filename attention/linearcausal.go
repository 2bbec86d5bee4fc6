package attention

import "github.com/gaze-ml/gaze/graph"

// Causal is Forward by which no position sees a later one. The text is cut into
// chunks of so many positions (Hua et al. 2022, FLASH, §3.2): within a chunk scores
// are made and masked, and what came before it is a sum over whole chunks. Time is
// linear in the length, and there is no loop over positions.
func (a Linear) Causal(q, k, v, seen *graph.Node, chunk int) *graph.Node {
	seq := q.Dim(2)
	if chunk < 1 || k.Dim(2) != seq {
		q.Graph().Scope().Errorf("%s over %s in chunks of %d: want as many queries as keys, and at least 1", q, k, chunk)
		return q
	}
	q, k, v = a.features(q, k, v, seen)
	q, k, v = chunks(q, chunk), chunks(k, chunk), chunks(v, chunk) // [batch, heads, chunks, chunk, …]
	s := q.Graph().Scope()
	within := Causal(s, q.Dim(3)).Where(q.MatMulT(k), s.Number(0)) // [batch, heads, chunks, chunk, chunk]
	sums := before(k.TMatMul(v))                                   // [batch, heads, chunks, features, dv]
	totals := before(k.SumKeep(3))                                 // [batch, heads, chunks, 1, features]
	top := within.MatMul(v).Add(q.MatMul(sums))                    // [batch, heads, chunks, chunk, dv]
	bottom := within.SumKeep(4).Add(q.MatMulT(totals))             // [batch, heads, chunks, chunk, 1]
	y := ratio(top, bottom)
	return y.Reshape(y.Dim(0), y.Dim(1), y.Dim(2)*y.Dim(3), y.Dim(4)).Slice(2, 0, seq)
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

// before is, for each chunk of x [batch, heads, chunks, …], the sum of those before
// it.
func before(x *graph.Node) *graph.Node {
	count, shape := x.Dim(2), x.Shape()
	shape[2] = 1
	none := x.Graph().Scope().Number(0).Expand(shape...)
	if count == 1 {
		return none
	}
	return graph.Concat(2, none, x.Slice(2, 0, count-1).CumSum(2))
}
