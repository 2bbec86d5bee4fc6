package graph

import (
	"fmt"
	"strings"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Scope is a place in a model: whatever is declared in it has its path before
// its name. Paths are what checkpoints call parameters.
type Scope struct {
	g    *Graph
	path string
}

// In is the scope below s: In("layer", 3) of "encoder" is "encoder.layer.3".
func (s *Scope) In(elements ...any) *Scope {
	path := s.path
	for _, e := range elements {
		path = join(path, fmt.Sprint(e))
	}
	return &Scope{s.g, path}
}

// Path is the scope's own, "" for the outermost.
func (s *Scope) Path() string { return s.path }

// Graph is the drawing the scope belongs to.
func (s *Scope) Graph() *Graph { return s.g }

// Errorf makes the drawing fail: a part checks its sizes with it.
func (s *Scope) Errorf(format string, args ...any) { s.g.fail(s.path, format, args...) }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Param declares a parameter of the given shape. Its value is the store's at
// this path; a store that has none initialises it with init (nil: zeros).
func (s *Scope) Param(name string, init weights.Initializer, shape ...int) *Node {
	path := join(s.path, name)
	if err := s.check(path, shape); err != nil {
		return s.g.fail("", "%w", err)
	}
	entry, err := s.g.store.Declare(path, s.g.dtype, init, shape...)
	if err != nil {
		return s.g.fail("", "%w", err)
	}
	n := s.g.names.entries[entry.Path()] // an alias of a parameter declared already is that parameter
	if n == nil {
		n = s.g.leaf(entry.Path(), ops.Type{Dtype: s.g.dtype, Shape: shape}, &leaf{kind: parameter, entry: entry})
		n.scope = s.path
	}
	if s.g.err == nil && s.g.names.entries[entry.Path()] == nil {
		s.g.params = append(s.g.params, n)
		s.g.names.entries[entry.Path()] = n
	}
	s.g.names.taken[path] = true
	return n
}

// Input declares a float input of the given shape.
func (s *Scope) Input(name string, shape ...int) *Node { return s.input(name, s.g.dtype, shape) }

// Ints declares an input of whole numbers: ids, labels, positions.
func (s *Scope) Ints(name string, shape ...int) *Node { return s.input(name, tensor.Int, shape) }

// Bools declares an input of truth values: a mask, true = may be seen.
func (s *Scope) Bools(name string, shape ...int) *Node { return s.input(name, tensor.Bool, shape) }

func (s *Scope) input(name string, dt tensor.Dtype, shape []int) *Node {
	path := join(s.path, name)
	if err := s.check(path, shape); err != nil {
		return s.g.fail("", "%w", err)
	}
	s.g.names.taken[path] = true
	return s.g.leaf(path, ops.Type{Dtype: dt, Shape: shape}, &leaf{kind: input})
}

// check refuses a path that is taken and a shape that cannot be.
func (s *Scope) check(path string, shape []int) error {
	if s.g.names.taken[path] {
		return fmt.Errorf("%s: declared twice", path)
	}
	if path == "" || strings.HasPrefix(path, ".") || strings.HasSuffix(path, ".") {
		return fmt.Errorf("%q: want a name", path)
	}
	if err := (ops.Type{Dtype: s.g.dtype, Shape: shape}).Check(); err != nil {
		return fmt.Errorf("%s %w", path, err)
	}
	return nil
}

// Const is a tensor that is part of the drawing, such as a table of positions.
// The drawing keeps it: do not change it afterwards.
func (s *Scope) Const(value *tensor.Dense) *Node {
	if value == nil {
		return s.g.fail(s.path, "constant: the tensor is nil")
	}
	a, err := ops.ArrayOf(value)
	if err != nil {
		return s.g.fail(s.path, "constant: %w", err)
	}
	s.g.names.constants++
	path := fmt.Sprintf("%s#%d", join(s.path, "constant"), s.g.names.constants)
	return s.g.leaf(path, a.Type, &leaf{kind: constant, value: a})
}

// Number is a scalar constant of the drawing's float type.
func (s *Scope) Number(x float64) *Node {
	a := ops.NewArray(ops.Type{Dtype: s.g.dtype, Shape: []int{}})
	if a.F64 != nil {
		a.F64[0] = x
	} else {
		a.F32[0] = float32(x)
	}
	return s.Const(a.Dense())
}

// leaf adds a node that no operation makes.
func (g *Graph) leaf(path string, t ops.Type, l *leaf) *Node {
	if g.err != nil {
		return &Node{g: g}
	}
	var n *gorgonia.Node
	ops.Building(func() {
		if t.Rank() == 0 {
			n = gorgonia.NewScalar(g.expr, t.Dtype, gorgonia.WithName(path))
		} else {
			n = gorgonia.NewTensor(g.expr, t.Dtype, t.Rank(), gorgonia.WithShape(t.Shape...), gorgonia.WithName(path))
		}
	})
	l.path = path
	g.leaves[n] = l
	x := &Node{g: g, n: n}
	if l.kind != constant && l.kind != parameter {
		return x
	}
	if value := l.dense(); value != nil { // a store of shapes has none
		if err := gorgonia.UnsafeLet(n, value); err != nil {
			return g.fail("", "%s: %w", path, err)
		}
	}
	return x
}
