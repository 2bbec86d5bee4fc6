package data

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// Prefetch makes batches in a goroutine of its own, a few ahead of who asks: the
// same, in the same order, as without it. Close ends the goroutine, and must be
// called.
type Prefetch struct {
	ready chan filled // in order; closed after the last
	free  chan *Batch
	quit  chan struct{}
	once  sync.Once
	done  sync.WaitGroup
	lent  *Batch // to the caller, until the next
	err   error
}

type filled struct {
	batch *Batch
	err   error
}

var errClosed = errors.New("prefetch: it is closed")

// mostAhead is batches.
const mostAhead = 1 << 10

// NewPrefetch makes the batches from number first on, at most ahead of them
// before they are asked for.
func NewPrefetch(batches Batches, first, ahead int) (*Prefetch, error) {
	switch steps := batches.Steps(); {
	case ahead < 1 || ahead > mostAhead:
		return nil, fmt.Errorf("prefetch: %d batches ahead: want 1 to %d", ahead, mostAhead)
	case first < 0 || steps != Endless && first > steps:
		return nil, fmt.Errorf("prefetch: first batch %d: want 0 %s", first, lastOf(steps))
	}
	p := &Prefetch{
		ready: make(chan filled, ahead),
		free:  make(chan *Batch, ahead+1),
		quit:  make(chan struct{}),
	}
	for range ahead + 1 {
		p.free <- new(Batch)
	}
	p.done.Go(func() { p.make(batches, first) })
	return p, nil
}

func lastOf(steps int) string {
	if steps == Endless {
		return "or more"
	}
	return fmt.Sprintf("to %d", steps)
}

// make fills batches until there are no more, one fails, or Close is called.
func (p *Prefetch) make(batches Batches, first int) {
	defer close(p.ready)
	steps := batches.Steps()
	for step := first; steps == Endless || step < steps; step++ {
		var b *Batch
		select {
		case b = <-p.free:
		case <-p.quit:
			return
		}
		err := batches.Fill(b, step)
		select {
		case p.ready <- filled{b, err}:
		case <-p.quit:
			return
		}
		if err != nil {
			return
		}
	}
}

// Next is the next batch, valid until Next is called again; io.EOF after the
// last, and after an error the same error. It is for one goroutine.
func (p *Prefetch) Next() (*Batch, error) {
	if p.lent != nil {
		p.free <- p.lent // there is always room for all
		p.lent = nil
	}
	select {
	case <-p.quit:
		return nil, errClosed
	default:
	}
	if p.err != nil {
		return nil, p.err
	}
	next, more := <-p.ready
	if !more {
		next.err = io.EOF
		select {
		case <-p.quit:
			next.err = errClosed
		default:
		}
	}
	if p.err = next.err; p.err != nil {
		return nil, p.err
	}
	p.lent = next.batch
	return p.lent, nil
}

// Close ends the goroutine and waits for it. It may be called at any time, from
// any goroutine, and again.
func (p *Prefetch) Close() {
	p.once.Do(func() { close(p.quit) })
	p.done.Wait()
}
