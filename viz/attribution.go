package viz

import (
	"fmt"
	"math"
)

// Attribution is how much each token did for one answer: attention × gradient through
// all layers (Chefer, Gur and Wolf 2021, Generic Attention-model Explainability,
// equations 5 and 6):
//
//	R = I;   R += mean of heads of max(weights∘gradients, 0)·R    layer by layer
//
// gradients are those of the answer's score by the weights, of their shape. Row i of
// the map is what token i's answer comes from; a classifier's first token is its row
// 0. It is for tokens that attend to themselves.
func (a *Attention) Attribution(gradients [][][][]float32) (*Head, error) {
	if err := a.checkSelf(); err != nil {
		return nil, fmt.Errorf("attribution: %w", err)
	}
	n := len(a.queries)
	if len(gradients) != len(a.weights) {
		return nil, fmt.Errorf("attribution: gradients of %d layers: want those of %d", len(gradients), len(a.weights))
	}
	flow := identity(n)
	for l, heads := range a.weights {
		if err := checkGradients(gradients[l], len(heads), n); err != nil {
			return nil, fmt.Errorf("attribution: layer %d: %w", l, err)
		}
		step := identity(n)
		for i, row := range step {
			for j := range row {
				for h, w := range heads {
					step[i][j] += max(float64(w[i][j])*float64(gradients[l][h][i][j]), 0) / float64(len(heads))
				}
			}
		}
		flow = times(step, flow)
	}
	for i := range flow { // a token's part in itself, with which R began, is no news
		flow[i][i] = max(flow[i][i]-1, 0)
	}
	return a.flow("attention × gradient", flow), nil
}

func checkGradients(gradients [][][]float32, heads, n int) error {
	if len(gradients) != heads {
		return fmt.Errorf("gradients of %d heads: want those of %d", len(gradients), heads)
	}
	for h, rows := range gradients {
		if len(rows) != n {
			return fmt.Errorf("head %d: gradients of %d queries: want those of %d", h, len(rows), n)
		}
		for i, row := range rows {
			if len(row) != n {
				return fmt.Errorf("head %d, query %d: gradients of %d keys: want those of %d", h, i, len(row), n)
			}
			for j, g := range row {
				if math.IsNaN(float64(g)) || math.IsInf(float64(g), 0) {
					return fmt.Errorf("head %d: gradient [%d, %d] is %v: want a finite number", h, i, j, g)
				}
			}
		}
	}
	return nil
}
