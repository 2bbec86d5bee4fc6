package kernel

import (
	"sync"
	"unsafe"
)

// Worker is who runs a piece of work. Its scratch memory is the body's until
// the body returns.
type Worker struct{ scratch []uint64 }

// Scratch returns n elements of w's memory, uninitialised. A second call in one
// body returns the same memory: ask once, and cut.
func Scratch[T Element](w *Worker, n int) []T {
	var zero T
	words := (n*int(unsafe.Sizeof(zero)) + 7) / 8
	if words > len(w.scratch) {
		w.scratch = make([]uint64, words+words/4)
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&w.scratch[0])), n)
}

// spares is a stack of workers that belong to no helper.
type spares struct {
	mu   sync.Mutex
	free []*Worker
}

func (s *spares) take() *Worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		w := s.free[n-1]
		s.free = s.free[:n-1]
		return w
	}
	return &Worker{}
}

func (s *spares) give(w *Worker) {
	s.mu.Lock()
	s.free = append(s.free, w)
	s.mu.Unlock()
}
