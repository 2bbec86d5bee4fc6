package kernel

import (
	"sync"
	"unsafe"
)

// Worker is who runs a piece of work. Its scratch memory is the body's until
// the body returns.
type Worker struct {
	scratch []uint64
	team    *buffers
}

// Scratch returns n elements of w's memory, uninitialised. A second call in one
// body returns the same memory: ask once, and cut.
func Scratch[T Element](w *Worker, n int) []T {
	var zero T
	words := (n*int(unsafe.Sizeof(zero)) + 7) / 8
	if words > len(w.scratch) {
		w.scratch = w.team.take(words)
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&w.scratch[0])), n)
}

// buffers are scratch memory for every worker of a team. When one of them needs
// more than ever before, there is as much for each of the others: who gets which
// piece is chance, and a team that is warm must not allocate by chance.
type buffers struct {
	mu      sync.Mutex
	workers int
	words   int // of the buffers in free
	free    [][]uint64
}

// take is a buffer of at least so many words. A worker without a team has its own.
func (b *buffers) take(words int) []uint64 {
	if b == nil {
		return make([]uint64, words)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if words > b.words {
		b.words, b.free = words+words/4, b.free[:0]
		for range b.workers {
			b.free = append(b.free, make([]uint64, b.words))
		}
	}
	if n := len(b.free); n > 0 {
		last := b.free[n-1]
		b.free = b.free[:n-1]
		return last
	}
	return make([]uint64, b.words)
}

// spares is a stack of workers that belong to no helper.
type spares struct {
	mu   sync.Mutex
	free []*Worker
	team *buffers
}

func (s *spares) take() *Worker {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		w := s.free[n-1]
		s.free = s.free[:n-1]
		return w
	}
	return &Worker{team: s.team}
}

func (s *spares) give(w *Worker) {
	s.mu.Lock()
	s.free = append(s.free, w)
	s.mu.Unlock()
}
