package ops

import (
	"fmt"
	"math"

	"gorgonia.org/tensor"
)

// attentionSizes is the shapes of an attention's operands.
type attentionSizes struct {
	batch, heads, kvHeads, query, key, d, width int
}

// shared is the number of rows of q that share a key head.
func (s attentionSizes) shared() int { return s.heads / s.kvHeads * s.query }

// pairs is the number of key heads of all batches.
func (s attentionSizes) pairs() int { return s.batch * s.kvHeads }

// sizes reads the shapes, which are right.
func (a attention) sizes(in []Type) attentionSizes {
	q, k := in[0].Shape, in[1].Shape
	s := attentionSizes{batch: q[0], heads: q[1], kvHeads: k[1], query: q[2], key: k[2], d: q[3]}
	if a.valueAt > 0 {
		s.width = in[a.valueAt].Shape[3]
	}
	return s
}

func (a attention) factor(d int) float64 {
	if a.Scale == 0 {
		return 1 / math.Sqrt(float64(d))
	}
	return a.Scale
}

// infer gives the type of what is attended to, or of the weights.
func (a attention) infer(in []Type) (Type, error) {
	if problem := a.problem(in); problem != "" {
		return Type{}, fmt.Errorf("%s: %s", describe(a.names(), in), problem)
	}
	if err := (dropout{p: a.Dropout}).check(); err != nil {
		return Type{}, fmt.Errorf("dropout: %w", err)
	}
	if math.IsNaN(a.Scale) || math.IsInf(a.Scale, 0) {
		return Type{}, fmt.Errorf("scale %v: want a finite number, or 0 for 1/√d", a.Scale)
	}
	s := a.sizes(in)
	if a.valueAt > 0 {
		return in[0].With(s.batch, s.heads, s.query, s.width), nil
	}
	return in[0].With(s.batch, s.heads, s.query, s.key), nil
}

// names are the operands' names in messages.
func (a attention) names() []string {
	names := []string{"q", "k"}
	if a.valueAt > 0 {
		names = append(names, "v")
	}
	if a.maskAt > 0 {
		names = append(names, "mask")
	}
	if a.lengthAt > 0 {
		names = append(names, "length")
	}
	return names
}

// problem says what is wrong with the operands.
func (a attention) problem(in []Type) string {
	names := a.names()
	for i := range 2 + min(a.valueAt, 1) {
		if !in[i].Float() || in[i].Dtype != in[0].Dtype {
			return fmt.Sprintf("%s is %v, want float32 or float64, the same for all", names[i], in[i].Dtype)
		}
		if in[i].Rank() != 4 {
			return fmt.Sprintf("%s has rank %d, want 4: [batch, heads, seq, d]", names[i], in[i].Rank())
		}
	}
	if p := a.keyProblem(in); p != "" {
		return p
	}
	if p := a.maskProblem(in); p != "" {
		return p
	}
	return a.lengthProblem(in)
}

// keyProblem compares q with k, and k with v.
func (a attention) keyProblem(in []Type) string {
	q, k := in[0].Shape, in[1].Shape
	switch {
	case k[0] != q[0]:
		return fmt.Sprintf("k's batch %d, want %d", k[0], q[0])
	case q[1]%k[1] != 0:
		return fmt.Sprintf("%d heads are not a multiple of k's %d", q[1], k[1])
	case k[3] != q[3]:
		return fmt.Sprintf("k's last axis %d, want %d", k[3], q[3])
	case a.valueAt > 0 && !equalShapes(in[a.valueAt].Shape[:3], k[:3]):
		return fmt.Sprintf("v's first three axes %s, want k's %s", ShapeString(in[a.valueAt].Shape[:3]), ShapeString(k[:3]))
	}
	return ""
}

func (a attention) maskProblem(in []Type) string {
	if a.maskAt == 0 {
		return ""
	}
	mask, s := in[a.maskAt], a.sizes(in)
	if mask.Dtype != tensor.Bool && mask.Dtype != in[0].Dtype {
		return fmt.Sprintf("mask is %v, want bool or %v", mask.Dtype, in[0].Dtype)
	}
	to := []int{s.batch, s.heads, s.query, s.key}
	for i := range mask.Shape {
		axis := i + 4 - mask.Rank()
		if axis < 0 || mask.Shape[i] != 1 && mask.Shape[i] != to[axis] {
			return fmt.Sprintf("mask %s does not broadcast to [batch, heads, query, key] = %s", ShapeString(mask.Shape), ShapeString(to))
		}
	}
	return ""
}

func (a attention) lengthProblem(in []Type) string {
	if a.lengthAt == 0 {
		return ""
	}
	length, batch := in[a.lengthAt], in[0].Shape[0]
	if length.Dtype != tensor.Int || length.Rank() > 1 || length.Rank() == 1 && length.Shape[0] != batch {
		return fmt.Sprintf("length %s, want int [] or [%d]", length, batch)
	}
	return ""
}

func inTypes(c *Call) []Type {
	types := make([]Type, len(c.In))
	for i, a := range c.In {
		types[i] = a.Type
	}
	return types
}
