package optimizers

import "math"

// Schedule is what the learning rate is multiplied by at a step, counted from 0:
// the k-th step has Schedule(k-1), as with PyTorch's LambdaLR. Any function will
// do. With a warmup the first step has rate 0, as in transformers.
type Schedule func(step int) float64

// Constant rises from 0 to 1 in warmup steps and stays:
//
//	step/warmup, then 1
func Constant(warmup int) Schedule {
	return func(step int) float64 { return rise(step, warmup) }
}

// Linear rises to 1 in warmup steps, falls to floor at step total and stays:
//
//	step/warmup, then 1 - (1-floor)·(step-warmup)/(total-warmup)
func Linear(warmup, total int, floor float64) Schedule {
	return func(step int) float64 {
		if step < warmup {
			return rise(step, warmup)
		}
		return 1 - (1-floor)*progress(step, warmup, total)
	}
}

// Cosine rises to 1 in warmup steps, falls to floor at step total along half a
// cosine and stays (Loshchilov & Hutter 2017, SGDR, equation 5, without restart):
//
//	step/warmup, then floor + (1-floor)·½(1 + cos(π·(step-warmup)/(total-warmup)))
func Cosine(warmup, total int, floor float64) Schedule {
	return func(step int) float64 {
		if step < warmup {
			return rise(step, warmup)
		}
		return floor + (1-floor)*(1+math.Cos(math.Pi*progress(step, warmup, total)))/2
	}
}

// CosineCycle goes from 1 to floor in half steps, back to 1 in as many, and so
// on, as PyTorch's CosineAnnealingLR with T_max = half.
func CosineCycle(half int, floor float64) Schedule {
	return func(step int) float64 {
		return floor + (1-floor)*(1+math.Cos(math.Pi*float64(step)/float64(max(half, 1))))/2
	}
}

// Noam is the rate of Vaswani et al. 2017 (Attention Is All You Need, equation
// 3) for models of width d, whose steps count from 1: k = step+1. It is the rate
// itself, so let LearningRate be 1 or near it.
//
//	d^-½ · min(k^-½, k·warmup^-1½)
//
// A d below 1 is an error at the first step.
func Noam(d, warmup int) Schedule {
	return func(step int) float64 {
		k := float64(step + 1)
		return math.Min(1/math.Sqrt(k), k*math.Pow(float64(max(warmup, 1)), -1.5)) / math.Sqrt(float64(d))
	}
}

func rise(step, warmup int) float64 {
	if step >= warmup {
		return 1
	}
	return float64(step) / float64(warmup)
}

// progress goes from 0 at step warmup to 1 at step total.
func progress(step, warmup, total int) float64 {
	if step >= total {
		return 1
	}
	return float64(step-warmup) / float64(total-warmup)
}
