package viz

import "fmt"

// Rollout is what each token has come to be made of after all layers, if what a layer
// passes on is half itself and half what its heads, in the mean, look at (Abnar and
// Zuidema 2020, Quantifying Attention Flow in Transformers, §3):
//
//	R = Π (½·I + ½·mean of heads)    the last layer leftmost
//
// It is for tokens that attend to themselves.
func (a *Attention) Rollout() (*Head, error) {
	if err := a.checkSelf(); err != nil {
		return nil, fmt.Errorf("rollout: %w", err)
	}
	n := len(a.queries)
	flow := identity(n)
	for _, heads := range a.weights {
		step := identity(n)
		for i, row := range step {
			for j := range row {
				step[i][j] /= 2
				for _, w := range heads {
					step[i][j] += float64(w[i][j]) / float64(2*len(heads))
				}
			}
		}
		flow = times(step, flow)
	}
	return a.flow("rollout", flow), nil
}

// checkSelf refuses tokens that attend to others.
func (a *Attention) checkSelf() error {
	if len(a.keys) != len(a.queries) {
		return fmt.Errorf("%d queries and %d keys: want tokens that attend to themselves", len(a.queries), len(a.keys))
	}
	for i, q := range a.queries {
		if q != a.keys[i] {
			return fmt.Errorf("query %d is %q, key %d is %q: want tokens that attend to themselves", i, q, i, a.keys[i])
		}
	}
	return nil
}

// flow is a map of these tokens.
func (a *Attention) flow(title string, rows [][]float64) *Head {
	h := &Head{Title: title, down: "becomes", across: "made of", queries: a.queries, keys: a.keys}
	for _, row := range rows {
		narrow := make([]float32, len(row))
		for j, x := range row {
			narrow[j] = float32(x)
		}
		h.weights = append(h.weights, narrow)
	}
	return h
}

func identity(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
		rows[i][i] = 1
	}
	return rows
}

// times is the matrix product a·b.
func times(a, b [][]float64) [][]float64 {
	c := make([][]float64, len(a))
	for i, row := range a {
		c[i] = make([]float64, len(b[0]))
		for k, x := range row {
			for j, y := range b[k] {
				c[i][j] += x * y
			}
		}
	}
	return c
}
