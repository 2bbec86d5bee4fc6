package optimizers

// SGD is gradient descent with momentum, in PyTorch's equations:
//
//	g ← g + WeightDecay·w                   (Decay)
//	b ← Momentum·b + (1-Dampening)·g        (Velocity)
//	u ← b, or g + Momentum·b if Nesterov
//	w ← w - LearningRate·u                  (Descent)
//
// Make it by NewSGD.
type SGD struct {
	Chain
	Decay
	Velocity
	Descent
}

// NewSGD is SGD without momentum or decay.
func NewSGD(learningRate float64) *SGD {
	o := &SGD{Descent: Descent{LearningRate: learningRate}}
	o.Chain.links = []Transform{&o.Decay, &o.Velocity, &o.Descent}
	return o
}
