package optimizers

// Adam is Kingma & Ba 2015; its decay is an L2 penalty, as PyTorch's is:
//
//	g ← g + WeightDecay·w                   (Decay)
//	m ← Beta1·m + (1-Beta1)·g               (Moments)
//	v ← Beta2·v + (1-Beta2)·g²
//	u ← (m/(1-Beta1ᵗ)) / (√(v/(1-Beta2ᵗ)) + Epsilon)
//	w ← w - LearningRate·u                  (Descent)
//
// Make it by NewAdam.
type Adam struct {
	Chain
	Decay
	Moments
	Descent
}

// NewAdam is Adam with Beta 0.9 and 0.999, Epsilon 1e-8 and no decay.
func NewAdam(learningRate float64) *Adam {
	o := &Adam{Moments: *NewMoments(), Descent: Descent{LearningRate: learningRate}}
	o.Chain.links = []Transform{&o.Decay, &o.Moments, &o.Descent}
	return o
}
