package attention

import "github.com/gaze-ml/gaze/graph"

// FastWeights is linear attention without a denominator whose sums forget, and are
// corrected rather than added to (Schlag, Irie and Schmidhuber 2021, Linear
// Transformers Are Secretly Fast Weight Programmers, §4.2; Yang, Kautz and Hatamizadeh
// 2024, Gated Delta Networks, §3.1; ONNX's LinearAttention):
//
//	S ← e^decay_t ∘ S                      rows of S, one for each element of a key
//	S ← S + k_tᵀ·beta_t·(v_t - k_t·S)      or, without Beta, S + k_tᵀ·v_t
//	result(t) = scale·q_t·S
//
// Keys are best of length 1 if there is a Beta. Positions come one after another, in
// time linear in the length of a text, and as many operations: for texts of thousands
// of positions take Linear.
type FastWeights struct {
	Scale float64     // 0: 1/√d
	Decay *graph.Node // [batch, kvHeads, seq, d], or 1 for d; not above 0; nil: nothing is forgotten
	Beta  *graph.Node // [batch, kvHeads, seq, 1], between 0 and 1; nil: values are added
}

// Forward lets q [batch, heads, seq, d] attend to k [batch, kvHeads, seq, d] and v
// [batch, kvHeads, seq, dv] up to itself; kvHeads divides heads. past is S before
// them, [batch, kvHeads, d, dv]; nil: zeros. It answers with [batch, heads, seq, dv] and
// S after them, which a State keeps while decoding.
func (f FastWeights) Forward(q, k, v, past *graph.Node) (y, now *graph.Node) {
	if !attends(q, k, v) || !f.long(k) {
		return q, q
	}
	s, scale := q.Graph().Scope(), f.Scale
	if scale == 0 {
		scale = root(q.Dim(3))
	}
	if now = past; past == nil {
		now = s.Number(0).Expand(k.Dim(0), k.Dim(1), k.Dim(3), v.Dim(3))
	}
	if k.Dim(2) != q.Dim(2) || q.Dim(2) < 1 {
		s.Errorf("%s over %s: want as many queries as keys, and at least 1", q, k)
		return q, now
	}
	var all []*graph.Node
	for t := range q.Dim(2) {
		at := func(x *graph.Node) *graph.Node { return x.Slice(2, t, t+1) } // [batch, heads, 1, …]
		now = f.next(t, now, at(k), at(v))
		all = append(all, at(q).MatMul(share(now, q.Dim(1))))
	}
	return graph.Concat(2, all...).Scale(scale), now
}

// next is S after position t with k and v [batch, kvHeads, 1, …].
func (f FastWeights) next(t int, sums, k, v *graph.Node) *graph.Node {
	if f.Decay != nil {
		sums = sums.Mul(f.Decay.Slice(2, t, t+1).Transpose(0, 1, 3, 2).Exp())
	}
	if f.Beta != nil {
		v = v.Sub(k.MatMul(sums)).Mul(f.Beta.Slice(2, t, t+1))
	}
	return sums.Add(k.TMatMul(v))
}

// long says whether Decay and Beta are as long as the keys, and tells if not.
func (f FastWeights) long(k *graph.Node) bool {
	for _, x := range []*graph.Node{f.Decay, f.Beta} {
		if x != nil && (x.Rank() != 4 || x.Dim(2) != k.Dim(2)) {
			k.Graph().Scope().Errorf("%s for keys %s: want [batch, kvHeads, seq, …], as long", x, k)
			return false
		}
	}
	return true
}
