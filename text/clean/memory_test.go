package clean

import (
	"io"
	"math/rand/v2"
	"runtime"
)

// live is how many bytes are in use, after all garbage is gone.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// endless makes up lines of words, a long one now and then, and calls probe often.
type endless struct {
	random *rand.Rand
	left   int
	reads  int
	feeds  int64 // line feeds
	probe  func()
}

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	if e.reads++; e.reads%10 == 0 {
		e.probe()
	}
	n := min(len(b), e.left)
	long := e.reads%40 < 20 // 20 reads of 64 KB without a line feed
	for i := range b[:n] {
		switch r := e.random.IntN(40); {
		case r == 0 && !long:
			b[i] = '\n'
			e.feeds++
		case r < 7:
			b[i] = ' '
		default:
			b[i] = 'a' + byte(r%26)
		}
	}
	e.left -= n
	return n, nil
}
