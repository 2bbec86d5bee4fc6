package weights

import (
	"sync"
	"time"
)

// A gate lets in many readers or one writer. Unlike a sync.RWMutex it lets a
// reader in again that holds it already, though a writer waits: a machine may
// run a sub-program. A reader that finds a writer waiting gives way for a
// bounded while, so that overlapping readers cannot starve the writer, and then
// goes in, so that nothing can deadlock.
type gate struct {
	mu      sync.Mutex
	changed sync.Cond // of readers or writing
	readers int
	waiting int // writers
	writing bool
}

const (
	patience = 200 * time.Millisecond // how long a reader gives way
	glance   = 50 * time.Microsecond  // how often it looks meanwhile
)

func (g *gate) init() { g.changed.L = &g.mu }

func (g *gate) beginRead() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting > 0 {
		g.giveWay()
	}
	for g.writing {
		g.changed.Wait()
	}
	g.readers++
}

// giveWay waits, with the lock held, until no writer does or patience ends.
func (g *gate) giveWay() {
	for began := time.Now(); g.waiting > 0 && time.Since(began) < patience; {
		g.mu.Unlock()
		time.Sleep(glance)
		g.mu.Lock()
	}
}

func (g *gate) endRead() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.readers == 0 {
		panic("weights: EndRead without BeginRead")
	}
	g.readers--
	if g.readers == 0 {
		g.changed.Broadcast()
	}
}

func (g *gate) beginWrite() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting++
	for g.writing || g.readers > 0 {
		g.changed.Wait()
	}
	g.waiting--
	g.writing = true
}

func (g *gate) endWrite() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writing = false
	g.changed.Broadcast()
}
