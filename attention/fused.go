package attention

import "github.com/gaze-ml/gaze/ops"

// fused is how one operation computes f, if one can.
func (f Formula) fused() (c ops.AttentionConfig, ok bool) {
	if _, softmax := normaliserOr(f.Normaliser).(Softmax); !softmax {
		return c, false
	}
	c.Dropout = f.Dropout
	switch score := f.Score.(type) {
	case nil:
	case ScaledDot:
		c.Scale = score.Scale
	case Dot:
		c.Scale = 1
	default:
		return c, false
	}
	return c, true
}
