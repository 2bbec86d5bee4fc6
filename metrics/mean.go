package metrics

import "math"

// Mean is a running weighted mean, Σ wᵢ·xᵢ / Σ wᵢ. Give each batch's mean loss
// the number of its tokens as weight, and the result is the mean over tokens
// however they were batched. The sum is compensated (Neumaier,
// "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
// 1974), so a million small terms lose nothing. The zero value has seen
// nothing; its fields are all its state, to be saved and restored.
type Mean struct {
	Sum    float64 // Σ wᵢ·xᵢ, rounded
	Carry  float64 // what rounding took from Sum
	Weight float64 // Σ wᵢ
}

// Add takes in a value with its weight. A weight of 0 adds nothing, not even of
// a value that is NaN; a weight below 0 or NaN makes the mean NaN.
func (m *Mean) Add(value, weight float64) {
	if weight == 0 {
		return
	}
	if !(weight > 0) {
		value, weight = math.NaN(), 1
	}
	term := value * weight
	sum := m.Sum + term
	if !math.IsInf(sum, 0) { // ∞ − ∞ would turn an infinite sum into NaN
		if math.Abs(m.Sum) >= math.Abs(term) {
			m.Carry += (m.Sum - sum) + term
		} else {
			m.Carry += (term - sum) + m.Sum
		}
	}
	m.Sum = sum
	m.Weight += weight
}

// Value is the mean so far; NaN if no weight was added.
func (m *Mean) Value() float64 {
	if m.Weight == 0 {
		return math.NaN()
	}
	return (m.Sum + m.Carry) / m.Weight
}
