package worker

import (
	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// products are matrix products as a program meets them: each is a graph of one
// operation, whose operands are parameters, so that nothing is copied.
func products(shapes []cases.Product, precision graph.Precision) (*protocol.Work, error) {
	w := &protocol.Work{Ready: protocol.Reply{Version: version()}}
	for _, p := range shapes {
		g := graph.New(weights.New(0))
		c := draw(g.Scope(), p)
		machine, err := g.Compile(graph.Options{Precision: precision}, c)
		if err != nil {
			return nil, err
		}
		if err := machine.RunAll(); err != nil {
			return nil, err
		}
		d, err := machine.Borrow(c)
		if err != nil {
			return nil, err
		}
		w.Ready.Check = append(w.Ready.Check, beginning(d)[0])
		w.Ready.Operations = append(w.Ready.Operations, p.Operations())
		w.Items = append(w.Items, machine.RunAll)
	}
	return w, nil
}

func draw(s *graph.Scope, p cases.Product) *graph.Node {
	a, b := operand(s, 0, p.TransA, p.Count, p.M, p.K), operand(s, 1, p.TransB, p.Count, p.K, p.N)
	switch {
	case p.TransA:
		return a.TMatMul(b)
	case p.TransB && p.Count == 1:
		return a.Linear(b, nil) // the product that inference may pack weights for
	case p.TransB:
		return a.MatMulT(b)
	}
	return a.MatMul(b)
}

// operand is [rows, columns], or [columns, rows] if it is transposed, of each of
// count products; without the first axis if there is one.
func operand(s *graph.Scope, number int, trans bool, shape ...int) *graph.Node {
	count, rows, columns := shape[0], shape[1], shape[2]
	if trans {
		rows, columns = columns, rows
	}
	shape = []int{count, rows, columns}
	if count == 1 {
		shape = shape[1:]
	}
	fill := func(_ *weights.Random, _ []int, dst []float64) {
		for i := range dst {
			dst[i] = float64(cases.Element(number, i))
		}
	}
	return s.Param([]string{"a", "b"}[number], fill, shape...)
}
