package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/ops"
)

// bindStock runs an operation of Gorgonia's: on copies, since some write into
// their operands, and into our own memory, since some return theirs.
func (m *Machine) bindStock(st *step) func() {
	in, out := m.arrays(st.in), m.array(st.results[0])
	op := st.node.Op()
	return func() {
		values := make([]gorgonia.Value, len(in))
		for i, a := range in {
			values[i] = ops.ValueOf(a)
		}
		v, err := op.Do(values...)
		if err != nil {
			m.env.Fail(err)
			return
		}
		a, err := ops.ValueArray(v)
		if err == nil && (a.Dtype != out.Dtype || a.Size() != out.Size()) {
			err = fmt.Errorf("%v gave %s, want %s", op, a.Type, out.Type)
		}
		if err != nil {
			m.env.Fail(err)
			return
		}
		out.Copy(a)
	}
}

// publish binds what is shown to its nodes, so that Node.Value and the solvers
// of Gorgonia find it. Of several machines over one drawing the last one wins.
func (m *Machine) publish() (err error) {
	let := func(n *gorgonia.Node, a ops.Array) {
		if e := gorgonia.UnsafeLet(n, ops.SharedValue(a)); e != nil && err == nil {
			err = e
		}
	}
	ops.Building(func() {
		for n, s := range m.p.shown {
			if m.p.slots[n].leaf == nil {
				let(n, m.b.cells[s].array)
			}
		}
		for _, t := range m.p.targets {
			if t.grad.leaf == nil {
				let(t.grad.node, m.gradients.arrays[t.index])
			}
		}
	})
	return err
}
