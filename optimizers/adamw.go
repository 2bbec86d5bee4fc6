package optimizers

// AdamW is Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm
// 2, in PyTorch's form, in which the learning rate scales the decay too). It is
// Adam with the decay after the moments:
//
//	m ← Beta1·m + (1-Beta1)·g               (Moments)
//	v ← Beta2·v + (1-Beta2)·g²
//	u ← (m/(1-Beta1ᵗ)) / (√(v/(1-Beta2ᵗ)) + Epsilon)
//	u ← u + WeightDecay·w                   (Decay)
//	w ← w - LearningRate·u                  (Descent)
//
// Make it by NewAdamW.
type AdamW struct {
	Chain
	Moments
	Decay
	Descent
}

// NewAdamW is AdamW with Beta 0.9 and 0.999, Epsilon 1e-8 and decay 0.01, which
// are PyTorch's.
func NewAdamW(learningRate float64) *AdamW {
	o := &AdamW{
		Moments: *NewMoments(),
		Decay:   Decay{WeightDecay: 0.01},
		Descent: Descent{LearningRate: learningRate},
	}
	o.Chain.links = []Transform{&o.Moments, &o.Decay, &o.Descent}
	return o
}
