package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTeamRunsEveryPieceOnce(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 8, 64} {
		team := NewTeam(workers)
		for n := range 70 {
			for _, grain := range []int{1, 3, 64} {
				hits := make([]atomic.Int32, n)
				team.For(n, grain, func(_ *Worker, lo, hi int) {
					require.Zero(t, lo%grain)
					for i := lo; i < hi; i++ {
						hits[i].Add(1)
					}
				})
				for i := range hits {
					require.EqualValues(t, 1, hits[i].Load(), "workers %d, n %d, grain %d, element %d", workers, n, grain, i)
				}
			}
		}
		team.Close()
	}
}

func TestTeamServesManyCallers(t *testing.T) {
	team := NewTeam(3)
	defer team.Close()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				var sum atomic.Int64
				team.For(100, 7, func(w *Worker, lo, hi int) {
					Scratch[float32](w, 10)[0] = 1
					sum.Add(int64(hi - lo))
				})
				if sum.Load() != 100 {
					t.Errorf("covered %d of 100", sum.Load())
				}
			}
		})
	}
	wg.Wait()
}

func TestTeamNests(t *testing.T) {
	team := NewTeam(2)
	defer team.Close()
	var sum atomic.Int64
	team.For(8, 1, func(_ *Worker, lo, hi int) {
		team.For(10, 1, func(_ *Worker, lo, hi int) { sum.Add(1) })
	})
	require.EqualValues(t, 80, sum.Load())
}

func TestTeamThrowsAPanicToItsCaller(t *testing.T) {
	for _, workers := range []int{1, 2, 8} {
		team := NewTeam(workers)
		for at := range 16 {
			require.PanicsWithValue(t, "piece", func() {
				team.For(16, 1, func(_ *Worker, lo, _ int) {
					if lo == at {
						panic("piece")
					}
				})
			})
		}
		var sum atomic.Int64
		team.For(16, 1, func(*Worker, int, int) { sum.Add(1) })
		require.EqualValues(t, 16, sum.Load(), "the team works on after a panic")
		team.Close()
	}
}

// A worker that is held up holds up its piece alone: here one of them stays in
// its piece until all others of the job are done, by the other workers.
func TestTeamWorksAroundAWorkerThatIsHeldUp(t *testing.T) {
	const pieces = 64
	for _, workers := range []int{2, 3, 8} {
		team := NewTeam(workers)
		for range 20 {
			var held atomic.Pointer[Worker]
			var done, byHeld atomic.Int64
			others := make(chan struct{})
			team.For(pieces, 1, func(w *Worker, _, _ int) {
				if held.CompareAndSwap(nil, w) {
					<-others
					return
				}
				if held.Load() == w {
					byHeld.Add(1)
				}
				if done.Add(1) == pieces-1 {
					close(others)
				}
			})
			require.EqualValues(t, pieces-1, done.Load())
			require.Zero(t, byHeld.Load(), "%d workers", workers)
		}
		team.Close()
	}
}

func TestTeamAllocatesNothing(t *testing.T) {
	team := NewTeam(2)
	defer team.Close()
	x := make([]float32, 4096)
	body := func(_ *Worker, lo, hi int) {
		for i := lo; i < hi; i++ {
			x[i]++
		}
	}
	team.For(len(x), 64, body)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 1000 {
		team.For(len(x), 64, body)
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.Mallocs-before.Mallocs, uint64(20), "1,000 jobs")
}

func TestThreads(t *testing.T) {
	n, err := threads("3")
	require.NoError(t, err)
	require.Equal(t, 3, n)
	n, err = threads("")
	require.NoError(t, err)
	require.Equal(t, runtime.GOMAXPROCS(0), n)
	for _, bad := range []string{"0", "-1", "two", "4096"} {
		_, err = threads(bad)
		require.EqualError(t, err, `GAZE_THREADS="`+bad+`": want a whole number from 1 to 1024`)
	}
}

func BenchmarkForkJoin(b *testing.B) {
	team := NewTeam(2)
	defer team.Close()
	body := func(*Worker, int, int) {}
	for b.Loop() {
		team.For(2, 1, body)
	}
}
