package kernel

import (
	"sync"
	"unsafe"
)

// Worker is who runs a piece of work. Its scratch memory is the body's until
// the body returns. The zero Worker is ready to use.
type Worker struct {
	memory [memories][]uint64
	team   *[memories]buffers

	packed packKey // what packedA holds
	job    uint32  // the team's generation, when a piece was last claimed
}

// The memories of a worker.
const (
	scratch = iota // the body's
	packedA        // rows of A, kept from one tile of a product to the next
	packedB        // one panel of B
	partial        // sums of one tile
	remains        // the smaller summands of a panel
	memories
)

// Scratch returns n elements of w's memory, uninitialised. A second call in one
// body returns the same memory: ask once, and cut.
func Scratch[T Element](w *Worker, n int) []T {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(w.at(scratch, n*size[T]())), n)
}

// size is that of an element in bytes.
func size[T any]() int {
	var zero T
	return int(unsafe.Sizeof(zero))
}

// at is where a memory of so many bytes begins, which is made larger if need be.
func (w *Worker) at(memory, bytes int) unsafe.Pointer {
	m := &w.memory[memory]
	if words := max(ceil(bytes, 8), 1); words > len(*m) {
		if w.team == nil {
			*m = make([]uint64, words)
		} else {
			*m = w.team[memory].take(words)
		}
	}
	return unsafe.Pointer(&(*m)[0])
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

// leastWords is how large a buffer is at first: what grows step by step, as a
// cache of keys does, then seldom needs more.
const leastWords = 1 << 13

// take is a buffer of at least so many words.
func (b *buffers) take(words int) []uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if words > b.words {
		b.words, b.free = max(words+words/4, leastWords), b.free[:0]
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
	team *[memories]buffers
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
