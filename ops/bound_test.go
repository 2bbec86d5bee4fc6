package ops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// bound is one operation bound to memory as a machine binds it, and its gradient.
type bound struct {
	env               *ops.Env
	precision         ops.Precision
	in, grads         []ops.Array // by operand
	out, dy           ops.Array
	forward, backward func()
}

// bind binds f of in, whose gradients are wanted for all floats.
func bind(t testing.TB, f gradcheck.Func, env *ops.Env, in ...*tensor.Dense) *bound {
	t.Helper()
	return bindIn(t, ops.Float32, f, env, in...)
}

// bindIn is bind in a precision.
func bindIn(t testing.TB, p ops.Precision, f gradcheck.Func, env *ops.Env, in ...*tensor.Dense) *bound {
	t.Helper()
	xs := inputs(in)
	y, err := f(xs...)
	require.NoError(t, err)
	b := &bound{env: env, precision: p}
	memory := map[*gorgonia.Node]ops.Array{}
	var wrt gorgonia.Nodes
	for i, x := range xs {
		a, err := ops.ArrayOf(in[i])
		require.NoError(t, err)
		b.in, memory[x] = append(b.in, a), a
		if a.Float() {
			wrt = append(wrt, x)
		}
	}
	plan := ops.PlanOf(y.Op())
	results := memories(plan.Results)
	b.out, b.dy, memory[y] = results[0], ops.NewArray(plan.Results[0]), results[0]
	b.forward = plan.Bind(ops.Memory{In: memoryOf(t, memory, ops.Children(y)), Results: results, Saved: nil, Scratch: scratchOf(plan), Env: env, Precision: p})
	dy := gradcheck.Input(y.Graph(), "dy", b.dy.Dense())
	memory[dy] = b.dy
	grads, err := ops.Backprop(y, dy, wrt...)
	require.NoError(t, err)
	b.bindBackward(t, grads, memory, results[1:])
	return b
}

func (b *bound) bindBackward(t testing.TB, grads gorgonia.Nodes, memory map[*gorgonia.Node]ops.Array, saved []ops.Array) {
	n, index := grads[0], make([]int, len(grads))
	for i, g := range grads {
		if g == nil {
			continue
		}
		if p := ops.PlanOf(g.Op()); p.PartOf != nil {
			n, index[i] = ops.Children(g)[0], p.Index
		}
	}
	plan := ops.PlanOf(n.Op())
	results := memories(plan.Results)
	for i, g := range grads {
		if g == nil {
			b.grads = append(b.grads, ops.Array{})
		} else {
			b.grads = append(b.grads, results[index[i]])
		}
	}
	b.backward = plan.Bind(ops.Memory{In: memoryOf(t, memory, ops.Children(n)), Results: results, Saved: saved, Scratch: scratchOf(plan), Env: b.env, Precision: b.precision})
}

func memories(types []ops.Type) []ops.Array {
	var arrays []ops.Array
	for _, t := range types {
		arrays = append(arrays, ops.NewArray(t))
	}
	return arrays
}

// memoryOf is the memory of nodes; that of an input that f made is its value.
func memoryOf(t testing.TB, memory map[*gorgonia.Node]ops.Array, nodes gorgonia.Nodes) (arrays []ops.Array) {
	for _, n := range nodes {
		a, ok := memory[n]
		if !ok {
			var err error
			a, err = ops.ValueArray(n.Value())
			require.NoError(t, err)
		}
		arrays = append(arrays, a)
	}
	return arrays
}

// run runs both passes.
func (b *bound) run(t testing.TB) {
	t.Helper()
	b.forward()
	b.backward()
	require.NoError(t, b.env.Failure())
}

// bits is everything an operation computed, for comparison to the last bit.
func (b *bound) bits() [][]float32 {
	all := [][]float32{append([]float32{}, b.out.F32...)}
	for _, g := range b.grads {
		all = append(all, append([]float32{}, g.F32...))
	}
	return all
}

// sameForAllTeams checks that the number of workers changes nothing, to the last bit,
// and that nothing of an earlier run is left in a later one.
func sameForAllTeams(t *testing.T, f gradcheck.Func, in ...*tensor.Dense) {
	t.Helper()
	sameForAllTeamsIn(t, ops.Float32, f, in...)
}

// sameForAllTeamsIn is sameForAllTeams in a precision.
func sameForAllTeamsIn(t *testing.T, p ops.Precision, f gradcheck.Func, in ...*tensor.Dense) {
	t.Helper()
	var want [][]float32
	for _, workers := range []int{1, 2, 3, 8, 64} {
		team := kernel.NewTeam(workers)
		b := bindIn(t, p, f, &ops.Env{Training: true, Seed: 1, Step: 2, Team: team}, in...)
		copyNormal(b.dy, 99)
		for range 2 {
			b.run(t)
			if want == nil {
				want = b.bits()
			}
			require.Equal(t, want, b.bits(), "%d workers", workers)
		}
		team.Close()
	}
}

// allocates counts the allocations of 100 steps with two workers.
func allocates(t *testing.T, f gradcheck.Func, in ...*tensor.Dense) uint64 {
	t.Helper()
	return allocatesIn(t, ops.Float32, f, in...)
}

// allocatesIn is allocates in a precision.
func allocatesIn(t *testing.T, p ops.Precision, f gradcheck.Func, in ...*tensor.Dense) uint64 {
	t.Helper()
	team := kernel.NewTeam(2)
	defer team.Close()
	b := bindIn(t, p, f, &ops.Env{Training: true, Team: team}, in...)
	for range 10 {
		b.run(t)
	}
	return mallocs(func() {
		for range 100 {
			b.forward()
			b.backward()
		}
	})
}
