package attention

import "github.com/gaze-ml/gaze/graph"

// Score says how well each query fits each key. Those of this package are
// ScaledDot, Dot, General, Additive, Concat, Location and Cosine; SoftCap,
// Temperature and QKNorm change one.
type Score interface {
	// Forward gives the scores [batch, heads, query, key] of q [batch, heads, query,
	// d] and k [batch, kvHeads, key, d]; kvHeads divides heads.
	Forward(q, k *graph.Node) *graph.Node
}

func scoreOr(s Score) Score {
	if s == nil {
		return ScaledDot{}
	}
	return s
}

// hide is scores [batch, heads, query, key] of which mask hides some: true may be
// seen, a number is added, nil hides nothing.
func hide(scores, mask *graph.Node) *graph.Node {
	switch {
	case mask == nil:
		return scores
	case !broadcasts(mask.Shape(), scores.Shape()):
		mask.Graph().Scope().Errorf("mask %s does not broadcast to scores %s", mask, scores)
		return scores
	case mask.IsFloat():
		return scores.Add(mask)
	}
	return mask.Where(scores, hidden(scores))
}

// broadcasts says whether shape becomes to when it is broadcast.
func broadcasts(shape, to []int) bool {
	more := len(to) - len(shape)
	for axis, n := range shape {
		if more < 0 || n != 1 && n != to[more+axis] {
			return false
		}
	}
	return more >= 0
}

// share gives each of heads its key head: x [batch, kvHeads, key, d] to [batch,
// heads, key, d], head h reading key head ⌊h·kvHeads/heads⌋.
func share(x *graph.Node, heads int) *graph.Node {
	batch, kvHeads, key, d := x.Dim(0), x.Dim(1), x.Dim(2), x.Dim(3)
	if kvHeads == heads {
		return x
	}
	if kvHeads < 1 || heads%kvHeads != 0 {
		x.Graph().Scope().Errorf("%s: %d heads of keys: want a divisor of %d heads", x, kvHeads, heads)
		return x
	}
	x = x.Unsqueeze(2).Expand(batch, kvHeads, heads/kvHeads, key, d) // [batch, kvHeads, group, key, d]
	return x.Reshape(batch, heads, key, d)
}
