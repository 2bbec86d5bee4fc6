package viz

import (
	"fmt"
	"math"
)

// Entropy is how widely a head looks, in bits: the mean over its queries of
// −Σ w·log₂ w. A head that looks at one key has 0, one that looks at n keys alike
// log₂ n. Weights [query][key] are taken as parts of their row's sum; a row of zeros,
// of a query that sees nothing, does not count.
func Entropy(weights [][]float32) float64 {
	total, rows := 0.0, 0
	for _, row := range weights {
		sum := 0.0
		for _, w := range row {
			sum += float64(w)
		}
		if sum == 0 {
			continue
		}
		rows++
		for _, w := range row {
			if w > 0 {
				p := float64(w) / sum
				total -= p * math.Log2(p)
			}
		}
	}
	return total / float64(max(rows, 1))
}

// Entropy is a map of how widely each head looks, in bits: a row for each layer, a
// column for each head. A layer of fewer heads has 0 beyond them.
func (a *Attention) Entropy() *Head {
	heads := 0
	for _, layer := range a.weights {
		heads = max(heads, len(layer))
	}
	h := &Head{Title: "entropy in bits", down: "layer", across: "head", scores: true, keys: counted(heads), queries: counted(len(a.weights))}
	for _, layer := range a.weights {
		row := make([]float32, heads)
		for i, w := range layer {
			row[i] = float32(Entropy(w))
		}
		h.weights = append(h.weights, row)
	}
	return h
}

// counted are the names of n layers or heads.
func counted(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	return names
}
