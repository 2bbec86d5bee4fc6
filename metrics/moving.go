package metrics

import "math"

// MovingMean is an exponential moving mean, which follows a noisy series:
//
//	s ← decay·s + (1 − decay)·x,  value = s / (1 − decayⁿ)
//
// after n values. The division corrects the start from 0, as Adam's does
// (Kingma & Ba, "Adam", 2015, section 3), so the first value is itself. Its
// fields are all its state, to be saved and restored.
type MovingMean struct {
	Decay  float64 // of what was before, 0 (the last value) up to, not including, 1 (all alike)
	Sum    float64 // s
	Weight float64 // 1 − decayⁿ
}

// Add takes in the next value. A NaN or an infinity stays for good, as a run
// that has diverged does.
func (m *MovingMean) Add(value float64) {
	m.Sum = m.Decay*m.Sum + (1-m.Decay)*value
	m.Weight = m.Decay*m.Weight + (1 - m.Decay)
}

// Value is the mean so far; NaN before the first value and for a Decay outside
// [0, 1).
func (m *MovingMean) Value() float64 {
	if !(m.Decay >= 0 && m.Decay < 1) {
		return math.NaN()
	}
	return m.Sum / m.Weight // 0/0 before the first
}
