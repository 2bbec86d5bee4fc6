package data

import (
	"fmt"
	"math/bits"
)

// SplitRandom deals the numbers 0 to n−1 into parts at random: part i has
// ⌊fractions[i]·n⌋ of them, and one more part the rest. For 80/10/10 give 0.8 and
// 0.1. Who is where depends on n, the fractions and the seed alone. Every part has
// at least one, or it is an error.
func SplitRandom(n int, seed uint64, fractions ...float64) ([][]int, error) {
	order := shuffled(n, seed)
	parts, left := make([][]int, 0, len(fractions)+1), 1.0
	for _, f := range fractions {
		if left -= f; !(f > 0 && left > 1e-9) {
			return nil, fmt.Errorf("split: fractions %v: want each above 0, and all together below 1", fractions)
		}
		some := min(len(order), int(f*float64(n)+1e-9)) // 0.1·30 is a little less than 3
		parts = append(parts, order[:some:some])
		order = order[some:]
	}
	for _, part := range append(parts, order) {
		if len(part) == 0 {
			return nil, fmt.Errorf("split: %d examples in fractions %v: want at least one in each part", n, fractions)
		}
	}
	return append(parts, order), nil
}

// SplitExamples deals examples as SplitRandom does.
func SplitExamples(all []Example, seed uint64, fractions ...float64) ([][]Example, error) {
	numbers, err := SplitRandom(len(all), seed, fractions...)
	if err != nil {
		return nil, err
	}
	parts := make([][]Example, len(numbers))
	for i, part := range numbers {
		for _, k := range part {
			parts[i] = append(parts[i], all[k])
		}
	}
	return parts, nil
}

// shuffled is 0 to n−1 in an order that depends on the name alone, by Fisher and
// Yates.
func shuffled(n int, name ...uint64) []int {
	order := make([]int, max(n, 0))
	for i := range order {
		order[i] = i
	}
	key := draw(name...)
	for i := n - 1; i > 0; i-- {
		j, _ := bits.Mul64(draw(key, uint64(i)), uint64(i)+1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}
