package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/ops"
)

// fused is how one operation computes f of queries q, if one can.
func (f Formula) fused(q *graph.Node) (c ops.AttentionConfig, ok bool) {
	if _, softmax := normaliserOr(f.Normaliser).(Softmax); !softmax || q.Rank() != 4 {
		return c, false
	}
	c = ops.AttentionConfig{Dropout: f.Dropout, Causal: f.Causal, Window: f.Window, Slopes: f.Slopes}
	score := scoreOr(f.Score)
	if capped, is := score.(SoftCap); is && capped.Cap > 0 && !math.IsInf(capped.Cap, 1) {
		score, c.SoftCap = scoreOr(capped.Score), capped.Cap
	}
	c.Scale, ok = scaleOf(score, q.Dim(3))
	return c, ok && c.Scale != 0
}

// scaleOf is s if a score is q·kᵀ·s of queries of d elements.
func scaleOf(score Score, d int) (s float64, ok bool) {
	switch score := score.(type) {
	case ScaledDot:
		if score.Scale == 0 {
			return root(d), true
		}
		return score.Scale, true
	case Dot:
		return 1, true
	case Temperature:
		s, ok = scaleOf(scoreOr(score.Score), d)
		return s / score.By, ok && score.By > 0 && !math.IsInf(score.By, 1)
	}
	return 0, false
}
