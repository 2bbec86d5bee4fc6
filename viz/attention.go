package viz

import (
	"fmt"
	"math"
	"slices"
)

// Attention is what every head of every layer looked at: weights
// [layer][head][query][key], after the softmax. Layers and heads count from 0,
// as in a checkpoint's names. What it shows is a page's part to look around in,
// HTML; Head picks one map, to be drawn as a picture.
type Attention struct {
	Title         string // above the maps; "Attention" if empty
	queries, keys []string
	weights       [][][][]float32
}

// NewAttention checks that each weights[layer][head] is a table of
// [len(queries)][len(keys)] finite numbers, 0 or more. Layers may have unequal
// numbers of heads. Where tokens attend to themselves, queries and keys are the
// same tokens. The weights are not copied: they are read when it is drawn.
func NewAttention(weights [][][][]float32, queries, keys []string) (*Attention, error) {
	if len(weights) == 0 {
		return nil, fmt.Errorf("attention: no layer")
	}
	for l, heads := range weights {
		if len(heads) == 0 {
			return nil, fmt.Errorf("attention: layer %d has no head", l)
		}
		for h, w := range heads {
			if err := checkHead(w, queries, keys); err != nil {
				return nil, fmt.Errorf("attention: layer %d, head %d: %w", l, h, err)
			}
		}
	}
	return &Attention{queries: queries, keys: keys, weights: weights}, nil
}

// Head is the map of one head. A number that there is no head of is an error.
func (a *Attention) Head(layer, head int) (*Head, error) {
	if layer < 0 || layer >= len(a.weights) {
		return nil, fmt.Errorf("attention: layer %d: want 0 to %d", layer, len(a.weights)-1)
	}
	if heads := len(a.weights[layer]); head < 0 || head >= heads {
		return nil, fmt.Errorf("attention: layer %d, head %d: want 0 to %d", layer, head, heads-1)
	}
	return &Head{
		Title:   fmt.Sprintf("layer %d, head %d", layer, head),
		queries: a.queries, keys: a.keys, weights: a.weights[layer][head],
	}, nil
}

// checkHead says what is wrong with the weights [query][key] of one head.
func checkHead(weights [][]float32, queries, keys []string) error {
	if len(queries) == 0 || len(keys) == 0 {
		return fmt.Errorf("%d query tokens and %d key tokens: want at least one of each", len(queries), len(keys))
	}
	if len(weights) != len(queries) {
		return fmt.Errorf("%d rows for %d query tokens", len(weights), len(queries))
	}
	for q, row := range weights {
		if len(row) != len(keys) {
			return fmt.Errorf("row %d has %d weights for %d key tokens", q, len(row), len(keys))
		}
		for k, w := range row {
			if !(w >= 0) || math.IsInf(float64(w), 0) {
				return fmt.Errorf("weight [%d, %d] is %v: want a finite number, 0 or more", q, k, w)
			}
		}
	}
	return nil
}

// causal reports whether no query looks at a later key, which is then drawn as
// outside the map and not as a weight of 0.
func causal(weights [][]float32) bool {
	if len(weights) < 2 || len(weights) != len(weights[0]) {
		return false
	}
	for q, row := range weights {
		for _, w := range row[q+1:] {
			if w != 0 {
				return false
			}
		}
	}
	return true
}

// greatest is the greatest weight, 1 if all are 0. Row 0 of a causal map, which
// has but one key to look at, does not count beside others.
func greatest(weights [][]float32, causal bool) float64 {
	if causal {
		weights = weights[1:]
	}
	most := float32(0)
	for _, row := range weights {
		most = max(most, slices.Max(row))
	}
	if most == 0 {
		return 1
	}
	return float64(most)
}
