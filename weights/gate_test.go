package weights

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"
)

// Readers beside a writer see whole steps: both entries, or neither.
func TestReadersSeeWholeSteps(t *testing.T) {
	s := New(0)
	a, b := declare32(t, s, "a", nil, 64), declare32(t, s, "b", nil, 64)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for range 200 {
				s.BeginRead()
				if a.Float32s()[0] != b.Float32s()[63] {
					t.Error("half a step")
				}
				s.EndRead()
			}
		})
	}
	for range 100 {
		require.NoError(t, s.Update(func() error {
			for i := range a.Float32s() {
				a.Float32s()[i]++
				b.Float32s()[i]++
			}
			return nil
		}))
	}
	group.Wait()
	require.Equal(t, uint64(100), a.Version())
}

// A reader begins again though a writer waits for it.
func TestReaderBeginsAgain(t *testing.T) {
	s := New(0)
	s.BeginRead()
	written := make(chan error)
	go func() { written <- s.Update(func() error { return nil }) }()
	for !s.gate.writerWaits() {
	}
	s.BeginRead()
	s.EndRead()
	s.EndRead()
	require.NoError(t, <-written)
}

func (g *gate) writerWaits() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting > 0
}

func TestReadAllocatesNothing(t *testing.T) {
	s := New(0)
	require.Zero(t, testing.AllocsPerRun(100, func() { s.BeginRead(); s.EndRead() }))
	require.Panics(t, s.EndRead)
}

// Everything at once, for the race detector.
func TestConcurrentUse(t *testing.T) {
	s := opened(t, putModel(t, counting("a", 8), counting("b", 8), counting("c", 8)))
	path := filepath.Join(t.TempDir(), "m.safetensors")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for _, name := range []string{"a", "b", "new"} {
				e, err := s.Declare(name, tensor.Float32, Ones, 8)
				if err != nil {
					t.Error(err)
				}
				_ = s.Update(func() error { e.Float32s()[0]++; return nil })
				s.BeginRead()
				_ = e.Value().Float32s()[0] + float32(e.Version())
				s.EndRead()
			}
			c, _ := s.Entry("c")
			_, _ = c.Bytes(), s.Paths()
			_, _ = s.CheckFinite(), s.Check()
			if err := s.Save(path); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	a, _ := s.Entry("a")
	require.Equal(t, float32(4), a.Float32s()[0])
}

func TestUpdateOfAFailure(t *testing.T) {
	s := New(0)
	e := declare32(t, s, "a", nil, 1)
	require.Panics(t, func() { _ = s.Update(func() error { panic("in f") }) })
	require.Equal(t, uint64(1), e.Version(), "it may have written some")
	s.BeginRead() // and nobody is locked out
	s.EndRead()
}
