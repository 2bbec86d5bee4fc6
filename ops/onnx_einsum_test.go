package ops_test

import (
	"slices"
	"strings"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// onnxEinsum multiplies all operands over all their axes, broadcast, and sums those
// that the result does not name: slow, and plainly right.
func onnxEinsum(b *onnxBuild) gorgonia.Nodes {
	operands, result, explicit := strings.Cut(strings.ReplaceAll(b.attrString("equation", ""), " ", ""), "->")
	labels, hidden := onnxLabels(b, strings.Split(operands, ","))
	order := onnxSpell(result, hidden)
	if !explicit {
		order = onnxImplied(labels, hidden)
	}
	all := slices.Clone(order) // the result's axes first, then those to be summed
	for _, term := range labels {
		for _, l := range term {
			if !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	var factors gorgonia.Nodes
	for i, term := range labels {
		factors = append(factors, onnxSpread(onnxDiagonal(b, b.x(i), term, all), all))
	}
	z := onnxFold(ops.Mul, factors)
	if len(all) > len(order) {
		z = drawn(ops.Sum(z, false, onnxTail(len(order), len(all))...))
	}
	return gorgonia.Nodes{z}
}

// onnxLabels gives each operand's axes names, and says how many axes the longest
// ellipsis stands for.
func onnxLabels(b *onnxBuild, terms []string) (labels [][]rune, hidden int) {
	for i, term := range terms {
		n := len(b.shape(i)) - len(strings.ReplaceAll(term, "...", ""))
		labels, hidden = append(labels, onnxSpell(term, n)), max(hidden, n)
	}
	return labels, hidden
}

// onnxSpell gives the axes of a term names; those of an ellipsis are numbered from
// the last, which is how they are aligned.
func onnxSpell(term string, hidden int) []rune {
	var labels []rune
	for term != "" {
		if rest, ok := strings.CutPrefix(term, "..."); ok {
			for k := hidden; k > 0; k-- {
				labels = append(labels, rune(-k))
			}
			term = rest
			continue
		}
		labels, term = append(labels, rune(term[0])), term[1:]
	}
	return labels
}

// onnxImplied is the result when none is written: the ellipsis, then what occurs
// once, by name.
func onnxImplied(labels [][]rune, hidden int) []rune {
	count := map[rune]int{}
	for _, l := range slices.Concat(labels...) {
		count[l]++
	}
	var once []rune
	for l, n := range count {
		if l > 0 && n == 1 {
			once = append(once, l)
		}
	}
	slices.Sort(once)
	return append(onnxSpell("...", hidden), once...)
}

// onnxLabelled is a node whose axes have names.
type onnxLabelled struct {
	x    *gorgonia.Node
	term []rune
}

// onnxDiagonal takes the elements where axes of one name agree, and orders the axes
// as all does.
func onnxDiagonal(b *onnxBuild, x *gorgonia.Node, term, all []rune) onnxLabelled {
	shape := ops.TypeOf(x).Shape
	picks, kept, dims := []int{0}, []rune(nil), []int(nil)
	for _, l := range all {
		stride, n, step := 0, 1, 1
		for a := len(term) - 1; a >= 0; a-- {
			if term[a] == l {
				stride, n = stride+step, max(n, shape[a])
			}
			step *= shape[a]
		}
		if !slices.Contains(term, l) {
			continue
		}
		var next []int
		for _, p := range picks {
			for i := range n {
				next = append(next, p+i*stride)
			}
		}
		picks, kept, dims = next, append(kept, l), append(dims, n)
	}
	if len(shape) == 0 {
		return onnxLabelled{x, nil}
	}
	flat := drawn(ops.Reshape(x, -1))
	return onnxLabelled{drawn(ops.Gather(flat, b.intTensor(picks, dims...), 0)), kept}
}

// onnxSpread puts in axes of 1 for the names that a factor lacks.
func onnxSpread(f onnxLabelled, all []rune) *gorgonia.Node {
	shape, next := make([]int, len(all)), 0
	for a, l := range all {
		shape[a] = 1
		if slices.Contains(f.term, l) {
			shape[a] = ops.TypeOf(f.x).Shape[next]
			next++
		}
	}
	return drawn(ops.Reshape(f.x, shape...))
}
