package optimizers_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// A run, and one that is interrupted by a file, have the same bits: between any
// two steps, and in the middle of an accumulation.
func TestResumeHasTheSameBits(t *testing.T) {
	const steps = 7
	for name := range cases() {
		for _, dt := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
			want := train(t, cases()[name], dt, steps)
			for _, at := range []int{1, 4} {
				store, g := model(t, dt, shapes)
				o := cases()[name]
				for i := range steps {
					if i == at {
						o = reload(t, o, cases()[name])
					}
					g.draw(uint64(i))
					require.NoError(t, o.Update(store, g))
				}
				same(t, want, all(t, store), "%s %v, resumed at %d", name, dt, at)
			}
		}
	}
}

// reload brings the state of one optimizer into another by a file.
func reload(t testing.TB, from, to optimizers.Optimizer) optimizers.Optimizer {
	path := filepath.Join(t.TempDir(), "optimizer.safetensors")
	s := weights.New(0)
	require.NoError(t, from.Save(s))
	require.NoError(t, from.Save(s), "a second time into the same store")
	require.NoError(t, s.Save(path))
	opened, err := weights.Open(path)
	require.NoError(t, err)
	defer opened.Close()
	require.NoError(t, to.Load(opened))
	require.Equal(t, from.Steps(), to.Steps())
	return to
}

func saved(t testing.TB) *weights.Store {
	store, g := model(t, tensor.Float32, map[string][]int{"a": {2}})
	g.draw(1)
	o := optimizers.NewAdamW(0.1)
	require.NoError(t, o.Update(store, g))
	s := weights.New(0)
	require.NoError(t, o.Save(s))
	return s
}

func TestSavedNames(t *testing.T) {
	require.Equal(t, []string{"exp_avg.a", "exp_avg_sq.a", "step.a", "steps"}, saved(t).Paths())
}

func TestLoadRefuses(t *testing.T) {
	half := make([]byte, 4)
	for want, change := range map[string]func(s *weights.Store) error{
		`"other.a" is none of this chain's: want one of [step exp_avg exp_avg_sq] before the parameter's path`: func(s *weights.Store) error {
			return s.PutBytes("other.a", weights.F32, half, 1)
		},
		`"exp_avg" is none of this chain's: want one of [step exp_avg exp_avg_sq] before the parameter's path`: func(s *weights.Store) error {
			return s.PutBytes("exp_avg", weights.F32, half, 1)
		},
		`"exp_avg.b": it is F16: want F32 or F64`: func(s *weights.Store) error {
			return s.PutBytes("exp_avg.b", weights.F16, half, 2)
		},
		`"step.a": it is I64 [2]: want one I64, at least 0`: func(s *weights.Store) error { return s.PutInt64s("step.a", []int64{1, 2}, 2) },
		`"step.a": it is I64 []: want one I64, at least 0`:  func(s *weights.Store) error { return s.PutInt64s("step.a", []int64{-1}) },
		`state of "b": "step.b" is missing`: func(s *weights.Store) error {
			return s.PutBytes("exp_avg.b", weights.F32, half, 1)
		},
		`"exp_avg_sq.b": shape [2], other slots of the parameter have [1]`: func(s *weights.Store) error {
			return first(s.PutBytes("exp_avg.b", weights.F32, half, 1), s.PutBytes("exp_avg_sq.b", weights.F32, append(half, half...), 2))
		},
		`state of "b": "exp_avg_sq.b" is missing`: func(s *weights.Store) error {
			return first(s.PutBytes("exp_avg.b", weights.F32, half, 1), s.PutInt64s("step.b", []int64{1}))
		},
		`"steps" is I64 [2] [1 1]: want 1 counters, one for steps and one for each Accumulate`: func(s *weights.Store) error {
			return s.PutInt64s("steps", []int64{1, 1}, 2)
		},
		`"steps" is F32 [1] []: want 1 counters, one for steps and one for each Accumulate`: func(s *weights.Store) error {
			return s.PutBytes("steps", weights.F32, half, 1)
		},
	} {
		s, o := saved(t), optimizers.NewAdamW(0.1)
		require.NoError(t, change(s))
		require.EqualError(t, o.Load(s), "load optimizer: "+want)
		require.Zero(t, o.Steps())
	}
	o := optimizers.NewAdamW(0.1)
	require.EqualError(t, o.Load(weights.New(0)), `load optimizer: the store has no "steps"`)
	require.EqualError(t, o.Load(nil), "load optimizer: the store is nil")
	require.EqualError(t, o.Save(nil), "save optimizer: the store is nil")
}

func first(errs ...error) error { return errors.Join(errs...) }

// Another model's state is found out at the first step.
func TestStateOfAnotherShape(t *testing.T) {
	for want, shape := range map[string]map[string][]int{
		`update: state of "a" is float32 [2], the parameter float32 [3]`: {"a": {3}},
	} {
		o := optimizers.NewAdamW(0.1)
		require.NoError(t, o.Load(saved(t)))
		store, g := model(t, tensor.Float32, shape)
		require.EqualError(t, o.Update(store, g), want)
	}
	o := optimizers.NewAdamW(0.1)
	require.NoError(t, o.Load(saved(t)))
	store, g := model(t, tensor.Float64, map[string][]int{"a": {2}})
	require.EqualError(t, o.Update(store, g), `update: state of "a" is float32 [2], the parameter float64 [2]`)
}

// A parameter that the state does not know begins with its first step.
func TestNewParameterBeginsAnew(t *testing.T) {
	o := optimizers.NewAdamW(0.1)
	require.NoError(t, o.Load(saved(t)))
	o.WeightDecay = 0
	store, g := model(t, tensor.Float32, map[string][]int{"head": {1}})
	before := read(t, store, "head")[0]
	g.dense[0] = dense(tensor.Float32, []int{1}, 1e-3)
	require.NoError(t, o.Update(store, g))
	require.InDelta(t, before-0.1, read(t, store, "head")[0], 1e-4)
	s := weights.New(0)
	require.NoError(t, o.Save(s))
	require.Subset(t, s.Paths(), []string{"exp_avg.a", "exp_avg.head"}, "what is not trained now is kept")
}

// Momentum that is set to 0 is forgotten, and so a chain made without any goes on
// from there; the state of a chain that has it is refused by one that has none.
func TestMomentumSetToZero(t *testing.T) {
	store, g := ones(t, "a")
	o := sgd(func(o *optimizers.SGD) { o.Momentum = 0.5 })
	require.NoError(t, o.Update(store, g))
	with := weights.New(0)
	require.NoError(t, o.Save(with))
	require.Equal(t, []string{"momentum_buffer.a", "step.a", "steps"}, with.Paths())
	require.EqualError(t, optimizers.NewSGD(0.05).Load(with), `load optimizer: "momentum_buffer.a" is none of this chain's: `+
		`want one of [step] before the parameter's path; Momentum is 0: set it for Load, and to 0 after to forget this`)

	o.(*optimizers.SGD).Momentum = 0
	for range 2 {
		without := weights.New(0)
		require.NoError(t, o.Save(without))
		require.Equal(t, []string{"step.a", "steps"}, without.Paths())
		require.NoError(t, optimizers.NewSGD(0.05).Load(without))
		require.NoError(t, o.Update(store, g))
	}
	require.NoError(t, o.Save(weights.New(0)))
	o.(*optimizers.SGD).Momentum = 0.5
	before := read(t, store, "a")[0]
	require.NoError(t, o.Update(store, g))
	require.InDelta(t, before-0.05, read(t, store, "a")[0], 1e-6, "the velocity begins anew")
}

// Old entries would be taken for a part of the state.
func TestSaveOverAnotherState(t *testing.T) {
	store, g := ones(t, "a")
	o := sgd(func(o *optimizers.SGD) { o.Momentum = 0.5 })
	require.NoError(t, o.Update(store, g))
	to := weights.New(0)
	require.NoError(t, o.Save(to))
	o.(*optimizers.SGD).Momentum = 0
	for range 2 {
		require.EqualError(t, o.Save(to),
			`save optimizer: the store has "momentum_buffer.a", which is no part of the state: want another store`)
		require.NoError(t, o.Update(store, g))
	}
}

func TestStateOfNilLinks(t *testing.T) {
	for _, o := range []optimizers.Optimizer{
		optimizers.NewChain(nil), optimizers.NewChain((*optimizers.Moments)(nil)), optimizers.NewChain((*optimizers.Accumulate)(nil)),
	} {
		require.EqualError(t, o.Save(weights.New(0)), "save optimizer: link 0 is nil")
		require.EqualError(t, o.Load(saved(t)), "load optimizer: link 0 is nil")
		store, g := ones(t, "a")
		require.EqualError(t, o.Update(store, g), "update: link 0 is nil")
	}
}
