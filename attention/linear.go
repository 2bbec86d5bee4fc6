package attention

import "github.com/gaze-ml/gaze/graph"

// Linear is attention in time and memory linear in the length of a text
// (Katharopoulos et al. 2020, equations 4 and 5): with features f(x) for e^(q·k),
//
//	result(i) = f(q_i)·Σ_j f(k_j)ᵀ·v_j / f(q_i)·Σ_j f(k_j)
//
// the sums over j are made once, and not again for every i.
type Linear struct {
	Map FeatureMap // nil: ELU1
}

// Forward lets q [batch, heads, query, d] attend to all of k and v [batch, kvHeads,
// key, …]. seen [batch, key] is true where there is no padding; nil: everywhere.
// Who sees nothing gets zeros.
func (a Linear) Forward(q, k, v, seen *graph.Node) *graph.Node {
	if !attends(q, k, v) {
		return q
	}
	q, k, v = a.features(q, k, v, seen)
	return ratio(q.MatMul(k.TMatMul(v)), q.MatMul(total(k).Transpose(0, 1, 3, 2)))
}

// features are those of q and of k, and v, for all heads; what is not seen has
// none.
func (a Linear) features(q, k, v, seen *graph.Node) (fq, fk, values *graph.Node) {
	m, heads := a.Map, q.Dim(1)
	if m == nil {
		m = ELU1{}
	}
	fq, fk, values = m.Forward(q), m.Forward(share(k, heads)), share(v, heads)
	if seen != nil {
		seen = seen.Unsqueeze(1, 3) // [batch, 1, key, 1]
		zero := q.Graph().Scope().Number(0)
		fk, values = seen.Where(fk, zero), seen.Where(values, zero)
	}
	return fq, fk, values
}

// total is Σ_j of x [batch, heads, key, features]: [batch, heads, 1, features].
func total(x *graph.Node) *graph.Node { return x.SumKeep(2) }

// ratio is a/b, and 0 where b is 0, for who sees nothing; b is not negative.
func ratio(a, b *graph.Node) *graph.Node {
	return a.Div(b.Maximum(b.Graph().Scope().Number(1e-30)))
}
