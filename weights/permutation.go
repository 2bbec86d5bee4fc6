package weights

import (
	"fmt"
	"slices"
)

// A Permutation reorders rows: the file's are seen as axes of sizes Axes, of
// which one may be −1 and is worked out, and the store has those axes in Order.
// The zero value leaves rows where they are.
type Permutation struct{ Axes, Order []int }

// PairsToHalves is for rotary weights whose file has each head's rows in pairs
// x₀ y₀ x₁ y₁ … (Meta's Llama) and whose store has them in halves
// x₀ x₁ … y₀ y₁ … (Hugging Face's).
func PairsToHalves(heads int) Permutation {
	return Permutation{Axes: []int{heads, -1, 2}, Order: []int{0, 2, 1}}
}

// HalvesToPairs is the inverse of PairsToHalves.
func HalvesToPairs(heads int) Permutation {
	return Permutation{Axes: []int{heads, 2, -1}, Order: []int{0, 2, 1}}
}

// PartsFirst is for fused weights whose file has query, key and value of the
// first head, then of the second (GPT-NeoX, BLOOM: [heads, parts, d]), so that
// they can be split.
func PartsFirst(heads, parts int) Permutation {
	return Permutation{Axes: []int{heads, parts, -1}, Order: []int{1, 0, 2}}
}

// order lists for each of n rows of the store its row in the file.
func (p Permutation) order(n int) ([]int, error) {
	if p.Axes == nil {
		p = Permutation{Axes: []int{n}, Order: []int{0}}
	}
	axes, err := p.sizes(n)
	if err != nil {
		return nil, err
	}
	strides := make([]int, len(axes))
	for i, step := len(axes)-1, 1; i >= 0; i-- {
		strides[i] = step
		step *= axes[i]
	}
	rows := []int{0}
	for _, axis := range p.Order { // outermost first
		next := make([]int, 0, len(rows)*axes[axis])
		for _, row := range rows {
			for i := range axes[axis] {
				next = append(next, row+i*strides[axis])
			}
		}
		rows = next
	}
	return rows, nil
}

// sizes works out the axis that is −1 and checks that Order names each once.
func (p Permutation) sizes(n int) ([]int, error) {
	for i, axis := range slices.Sorted(slices.Values(p.Order)) {
		if axis != i || len(p.Order) != len(p.Axes) {
			return nil, fmt.Errorf("permutation order %v does not name each axis of %v once", p.Order, p.Axes)
		}
	}
	axes, known, open := slices.Clone(p.Axes), 1, -1
	for i, size := range axes {
		switch {
		case size == -1 && open < 0:
			open = i
		case size < 0 || size > n || known > n:
			return nil, fmt.Errorf("%d rows are not of axes %v", n, p.Axes)
		default:
			known *= size
		}
	}
	if open >= 0 && known > 0 {
		axes[open] = n / known
		known *= axes[open]
	}
	if known != n || len(p.Order) != len(p.Axes) {
		return nil, fmt.Errorf("%d rows are not of axes %v", n, p.Axes)
	}
	return axes, nil
}
