package ops

import (
	"fmt"
	"math"

	"gorgonia.org/tensor"
)

// attentionSizes is the shapes of an attention's operands.
type attentionSizes struct {
	batch, heads, kvHeads, query, key, d, width int

	byHead bool // rows of a block are ordered by head first
}

// ordered says whether each query sees at most one key more than the one before.
func (a attention) ordered() bool { return a.Causal || a.Window > 0 }

// shared is the number of rows of q that share a key head.
func (s attentionSizes) shared() int { return s.heads / s.kvHeads * s.query }

// pairs is the number of key heads of all batches.
func (s attentionSizes) pairs() int { return s.batch * s.kvHeads }

// sizes reads the shapes, which are right.
func (a attention) sizes(in []Type) attentionSizes {
	q, k := in[0].Shape, in[1].Shape
	s := attentionSizes{batch: q[0], byHead: !a.ordered()}
	if a.Heads != 0 {
		s.heads, s.query, s.d = a.Heads, q[1], q[2]/a.Heads
	} else {
		s.heads, s.query, s.d = q[1], q[2], q[3]
	}
	if len(k) == 3 {
		s.kvHeads, s.key = k[2]/s.d, k[1]
	} else {
		s.kvHeads, s.key = k[1], k[2]
	}
	if a.valueAt > 0 {
		v := in[a.valueAt].Shape
		s.width = v[len(v)-1]
		if len(v) == 3 {
			s.width /= s.kvHeads
		}
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
	s := a.sizes(in)
	if err := a.check(s.heads); err != nil {
		return Type{}, err
	}
	switch {
	case a.valueAt == 0:
	case a.Heads > 0:
		return in[0].With(s.batch, s.query, s.heads*s.width), nil
	default:
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
	}
	check := a.apartProblem
	if a.Heads != 0 {
		check = a.besideProblem
	}
	for _, check := range []func([]Type) string{check, a.maskProblem, a.lengthProblem} {
		if p := check(in); p != "" {
			return p
		}
	}
	return ""
}

// apartProblem is what is wrong with heads that have an axis of their own.
func (a attention) apartProblem(in []Type) string {
	for i, name := range a.names()[:2+min(a.valueAt, 1)] {
		if in[i].Rank() != 4 {
			return fmt.Sprintf("%s has rank %d, want 4: [batch, heads, seq, d]", name, in[i].Rank())
		}
	}
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

// besideProblem is what is wrong with heads that lie side by side.
func (a attention) besideProblem(in []Type) string {
	q, k := in[0].Shape, in[1].Shape
	switch {
	case len(q) != 3:
		return fmt.Sprintf("q has rank %d, want 3: [batch, query, heads·d]", len(q))
	case a.Heads < 1 || q[2]%a.Heads != 0:
		return fmt.Sprintf("%d heads: want a divisor of q's last axis %d", a.Heads, q[2])
	case len(k) != 3 && len(k) != 4:
		return fmt.Sprintf("k has rank %d, want 3 or 4: [batch, key, kvHeads·d] or [batch, kvHeads, key, d]", len(k))
	case a.valueAt > 0 && in[a.valueAt].Rank() != len(k):
		return fmt.Sprintf("k has rank %d and v %d, want the same", len(k), in[a.valueAt].Rank())
	}
	d := q[2] / a.Heads
	apart := append([]Type{in[0].With(q[0], a.Heads, q[1], d)}, in[1:]...)
	if len(k) == 3 {
		if k[2]%d != 0 {
			return fmt.Sprintf("k's last axis %d, want a multiple of q's %d/%d = %d", k[2], q[2], a.Heads, d)
		}
		heads := k[2] / d
		apart[1] = in[1].With(k[0], heads, k[1], d)
		if a.valueAt > 0 {
			v := in[a.valueAt].Shape
			if v[2]%heads != 0 {
				return fmt.Sprintf("v's last axis %d, want a multiple of k's %d heads", v[2], heads)
			}
			apart[a.valueAt] = in[a.valueAt].With(v[0], heads, v[1], v[2]/heads)
		}
	}
	return attention{valueAt: a.valueAt}.apartProblem(apart)
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
