package graph_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// rowSums is x·wᵀ added up, for any x [batch, 4].
func rowSums(s *graph.Scope, in graph.Inputs) graph.Outputs {
	w := s.Param("w", weights.Ones, 3, 4)
	return graph.Outputs{"y": in.Get("x").Linear(w, nil).Sum(-1)}
}

func floats(shape []int, f func(i int) float32) *tensor.Dense {
	n := 1
	for _, d := range shape {
		n *= d
	}
	x := make([]float32, n)
	for i := range x {
		x[i] = f(i)
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(x))
}

func TestFunctionRunsAnyShape(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, rowSums)
	require.NoError(t, err)
	for _, batch := range []int{2, 5, 2, 1} {
		out, err := f.Run(graph.Values{"x": floats([]int{batch, 4}, func(i int) float32 { return float32(i / 4) })})
		require.NoError(t, err)
		for i, y := range out["y"].Float32s() {
			require.EqualValues(t, 12*i, y)
		}
	}
	require.Equal(t, 3, f.Stats().Compiled)
	require.Equal(t, 4, f.Stats().Runs)
	_, err = f.Run(graph.Values{"z": floats([]int{1, 4}, func(int) float32 { return 0 })})
	require.ErrorContains(t, err, `input "x" was not given; there are ["z"]`)
	_, err = f.Run(graph.Values{"x": nil})
	require.ErrorContains(t, err, `input "x" is nil`)
}

// A thousand shapes leave as much memory in use as fifty do.
func TestFunctionMemoryIsBounded(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Programs: 8}, rowSums)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	shapes := func(n int) uint64 {
		for range n {
			batch := 1 + r.IntN(900)
			_, err := f.Run(graph.Values{"x": floats([]int{batch, 4}, func(int) float32 { return 1 })})
			require.NoError(t, err)
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early := shapes(50)
	late := shapes(950)
	require.Less(t, float64(late), 1.25*float64(early)+1e6, "bytes in use after 50 and after 1,000 shapes")
	s := f.Stats()
	require.Equal(t, 8, s.Programs)
	require.Equal(t, s.Compiled-8, s.Evicted)
	require.Less(t, s.Arena, 1<<20)
}

func TestFunctionCallAllocatesNothing(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, rowSums)
	require.NoError(t, err)
	in := graph.Values{"x": floats([]int{3, 4}, func(int) float32 { return 1 })}
	sum := float32(0)
	use := func(r *graph.Results) error {
		y, err := r.Value("y")
		sum += y.Float32s()[0]
		return err
	}
	for range 3 {
		require.NoError(t, f.Call(in, nil, use))
	}
	require.Zero(t, mallocs.Fewest(100, func() {
		if err := f.Call(in, nil, use); err != nil {
			t.Fatal(err)
		}
	}))
	require.GreaterOrEqual(t, sum, float32(103*12))
}

// Many goroutines, many machines, one store, and a writer beside the readers:
// every run sees whole updates.
func TestFunctionBesideAWriter(t *testing.T) {
	store := weights.New(1)
	f, err := graph.NewFunction(store, graph.Options{Machines: 3}, rowSums)
	require.NoError(t, err)
	_, err = f.Run(graph.Values{"x": floats([]int{1, 4}, func(int) float32 { return 1 })})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 60 {
				batch := 3000 + (worker+i)%3 // enough for several workers
				out, err := f.Run(graph.Values{"x": floats([]int{batch, 4}, func(int) float32 { return 1 })})
				if err != nil {
					t.Error(err)
					return
				}
				for _, y := range out["y"].Float32s() {
					if rest := int(y) % 12; rest != 0 || y != out["y"].Float32s()[0] {
						t.Errorf("saw half an update: %v", out["y"])
					}
				}
			}
		})
	}
	e, _ := store.Entry("w")
	for range 60 {
		require.NoError(t, store.Update(func() error {
			for i := range e.Float32s() {
				e.Float32s()[i]++
			}
			return nil
		}))
	}
	wg.Wait()
}

func TestTwoMachinesOverOneDrawing(t *testing.T) {
	g := graph.New(weights.New(1))
	s := g.Scope()
	x := s.Input("x", 2000, 4)
	y := x.Linear(s.Param("w", weights.Normal(1), 30, 4), nil).LayerNorm(nil, nil, 1e-5).Softmax(-1).MaxKeep(-1)
	var wg sync.WaitGroup
	results := make([]*tensor.Dense, 2)
	for i := range results {
		m, err := g.Compile(graph.Options{}, y)
		require.NoError(t, err)
		require.NoError(t, m.Let(x, floats([]int{2000, 4}, func(j int) float32 { return float32(j % 7) })))
		wg.Go(func() {
			for range 50 {
				if err := m.RunAll(); err != nil {
					t.Error(err)
				}
			}
			results[i], _ = m.Value(y)
		})
	}
	wg.Wait()
	require.Equal(t, results[0].Data(), results[1].Data())
}

// cached decodes with a cache of 512 positions: prompts of any length, then
// one token at a time.
func cached(s *graph.Scope, in graph.Inputs) graph.Outputs {
	const heads, d, longest = 2, 4, 512
	x, at := in.Get("x"), in.Get("at") // [1, seq, hidden]
	split := func(name string) *graph.Node {
		y := x.Linear(s.In(name).Param("weight", weights.Normal(0.5), heads*d, heads*d), nil)
		return y.Reshape(1, -1, heads, d).Transpose(0, 2, 1, 3) // [1, heads, seq, d]
	}
	q := split("query")
	k := s.State("keys", 1, heads, longest, d).Append(split("key"), at, 2)
	v := s.State("values", 1, heads, longest, d).Append(split("value"), at, 2)
	length := at.Add(s.Const(tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{x.Dim(1)}))))
	return graph.Outputs{"y": q.Attention(k, v, nil, length, ops.AttentionConfig{Causal: true})}
}

func TestDecodingCompilesTwoPrograms(t *testing.T) {
	f, err := graph.NewFunction(weights.New(1), graph.Options{}, cached)
	require.NoError(t, err)
	input := func(from, to int) graph.Values {
		return graph.Values{
			"x": floats([]int{1, to - from, 8}, func(i int) float32 {
				return float32((from*8+i)*2654435761%1000)/500 - 1
			}),
			"at": tensor.New(tensor.WithShape(1), tensor.WithBacking([]int{from})),
		}
	}
	whole := graph.NewStates()
	var want []float32 // [1, heads, 510, d]
	require.NoError(t, f.Call(input(0, 510), whole, func(r *graph.Results) error {
		y, err := r.Value("y")
		want = append(want, y.Float32s()...)
		return err
	}))
	compiled := f.Stats().Compiled
	stepwise := graph.NewStates()
	require.NoError(t, f.Call(input(0, 10), stepwise, nil))
	for at := 10; at < 510; at++ {
		require.NoError(t, f.Call(input(at, at+1), stepwise, func(r *graph.Results) error {
			y, err := r.Value("y") // [1, heads, 1, d]
			for h := range 2 {
				for j := range 4 {
					require.InDelta(t, want[(h*510+at)*4+j], y.Float32s()[h*4+j], 1e-5, "position %d", at)
				}
			}
			return err
		}))
	}
	require.Equal(t, 2, f.Stats().Compiled-compiled, "one for the prompt, one for a token")
	require.Equal(t, []string{"keys", "values"}, stepwise.Paths())

	err = f.Call(input(510, 513), stepwise, nil)
	require.ErrorContains(t, err, "append")
	require.ErrorContains(t, err, "512")
}

// A recurrence: what Set gave is what Value finds in the next run.
func TestStateSet(t *testing.T) {
	g := graph.New(nil)
	s := g.Scope()
	st := s.State("sum", 2)
	x := s.Input("x", 2)
	next := st.Value().Add(x)
	st.Set(next)
	m, err := g.Compile(graph.Options{}, st.Value().Reshape(2, 1), next)
	require.NoError(t, err)
	require.NoError(t, m.Let(x, floats([]int{2}, func(i int) float32 { return float32(i + 1) })))
	before := make([]string, 0)
	for range 3 {
		require.NoError(t, m.RunAll())
		y, err := m.Value(next)
		require.NoError(t, err)
		before = append(before, fmt.Sprint(y.Data()))
	}
	require.Equal(t, []string{"[1 2]", "[2 4]", "[3 6]"}, before)
	mine := graph.NewStates()
	require.NoError(t, m.SetStates(mine))
	require.NoError(t, m.RunAll())
	v, err := mine.Value("sum")
	require.NoError(t, err)
	require.Equal(t, []float32{1, 2}, v.Data())
	mine.Zero()
	require.Equal(t, []float32{0, 0}, v.Data())
}
