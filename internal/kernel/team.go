package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Body is a piece of parallel work: the elements lo ≤ i < hi, done by w.
type Body func(w *Worker, lo, hi int)

// Team is a fork-join team: the caller and its helpers share the pieces of one
// job at a time. Helpers spin for a bounded while between jobs, then park, so
// an idle program uses no processor. A job allocates nothing.
//
// The job is published in one word, (generation, unclaimed pieces), and a piece
// is claimed by compare-and-swap on it: a helper that wakes late can claim
// nothing of a job that is over, so nobody waits for it.
type Team struct {
	state   atomic.Uint64 // generation<<32 | pieces not yet claimed
	running atomic.Int64  // pieces not yet finished
	caught  atomic.Pointer[caught]

	busy   sync.Mutex // held by the caller whose job it is
	job    job        // written only while no piece is claimable or running
	own    Worker     // the caller's scratch while it holds busy
	spares spares     // workers for callers that found the team busy
	helper []*helper
	closed atomic.Bool
}

type job struct {
	body           Body
	n, grain, rest int // rest: pieces in all
}

type caught struct{ value any }

// helper is one more goroutine of the team.
type helper struct {
	Worker
	asleep atomic.Bool
	wake   chan struct{}
}

// spins is how often an idle helper looks for work before it parks: some tens
// of microseconds, longer than the gap between two operations of a model.
const spins = 20000

// NewTeam starts a team of n workers, the caller of For counted.
func NewTeam(n int) *Team {
	t := &Team{}
	team := new([memories]buffers)
	for m := range team {
		team[m].workers = max(n, 1)
	}
	t.own.team, t.spares.team = team, team
	for range max(n, 1) - 1 {
		h := &helper{Worker: Worker{team: team}, wake: make(chan struct{}, 1)}
		t.helper = append(t.helper, h)
		go t.serve(h)
	}
	return t
}

// Workers is the number of workers, the caller of For counted.
func (t *Team) Workers() int { return len(t.helper) + 1 }

// Close ends the helpers. The team must be idle, and is not used again.
func (t *Team) Close() {
	t.closed.Store(true)
	t.state.Add(1 << 32)
	t.rouse(len(t.helper))
}

// For runs body over 0 ≤ i < n, cut into pieces of grain elements (the last may
// be shorter), on all workers, and returns when every piece is done. The pieces
// depend on n and grain alone. A team that is busy with another caller's job, or
// asked from inside a body, runs all pieces on the asking goroutine.
//
// A panic in a piece is thrown again here, once the other pieces are done.
func (t *Team) For(n, grain int, body Body) {
	grain = max(grain, 1)
	pieces := (n + grain - 1) / grain
	switch {
	case pieces <= 0:
	case !t.busy.TryLock():
		t.alone(n, grain, body)
	case pieces == 1 || len(t.helper) == 0:
		defer t.busy.Unlock()
		serial(&t.own, n, grain, body)
	default:
		t.share(job{body, n, grain, pieces})
	}
}

// share publishes j, works on it and waits for its last piece. It holds busy.
func (t *Team) share(j job) {
	t.job = j
	t.running.Store(int64(j.rest))
	generation := t.state.Load()>>32 + 1
	t.state.Store(generation<<32 | uint64(j.rest))
	t.rouse(min(j.rest-1, len(t.helper)))
	for t.claim(&t.own) {
	}
	for i := 0; t.running.Load() != 0; i++ {
		if i > 100 {
			runtime.Gosched()
		}
	}
	t.job.body = nil
	c := t.caught.Swap(nil)
	t.busy.Unlock()
	if c != nil {
		panic(c.value)
	}
}

// claim takes one piece and runs it; it reports whether there was one.
func (t *Team) claim(w *Worker) bool {
	for {
		s := t.state.Load()
		if uint32(s) == 0 {
			return false
		}
		if t.state.CompareAndSwap(s, s-1) {
			if generation := uint32(s >> 32); w.job != generation {
				w.job = generation
				w.forget()
			}
			t.piece(w, t.job.rest-int(uint32(s)))
			return true
		}
	}
}

// piece runs the i-th piece of the job.
func (t *Team) piece(w *Worker, i int) {
	defer t.running.Add(-1)
	defer func() {
		if r := recover(); r != nil {
			t.caught.CompareAndSwap(nil, &caught{r})
		}
	}()
	lo := i * t.job.grain
	t.job.body(w, lo, min(lo+t.job.grain, t.job.n))
}

// alone runs all pieces of a job on the calling goroutine.
func (t *Team) alone(n, grain int, body Body) {
	w := t.spares.take()
	defer t.spares.give(w)
	serial(w, n, grain, body)
}

func serial(w *Worker, n, grain int, body Body) {
	w.forget()
	for lo := 0; lo < n; lo += grain {
		body(w, lo, min(lo+grain, n))
	}
}

// serve is a helper's life: work while there is any, spin, park.
func (t *Team) serve(h *helper) {
	for !t.closed.Load() {
		idle := 0
		for ; idle < spins && uint32(t.state.Load()) == 0 && !t.closed.Load(); idle++ {
			if idle&63 == 63 {
				runtime.Gosched()
			}
		}
		if idle == spins {
			h.asleep.Store(true)
			if uint32(t.state.Load()) == 0 && !t.closed.Load() || !h.asleep.CompareAndSwap(true, false) {
				<-h.wake
			}
		}
		for t.claim(&h.Worker) {
		}
	}
}

// rouse wakes up to n parked helpers.
func (t *Team) rouse(n int) {
	for _, h := range t.helper[:n] {
		if h.asleep.CompareAndSwap(true, false) {
			h.wake <- struct{}{}
		}
	}
}
