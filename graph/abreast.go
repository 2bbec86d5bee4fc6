package graph

import (
	"slices"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// Steps that are too small to be shared by several workers, and that have
// nothing to do with each other, run side by side: each on one worker.

// What is worth it, in elements read and written: less is done sooner than
// somebody else has been asked, more is worth being cut into pieces.
const (
	leastStep = 1 << 14
	smallStep = 1 << 17
)

func worthwhile(work int) bool { return leastStep <= work && work <= smallStep }

// mostAbreast bounds how many run side by side: what they need lives until the
// last of them is done.
const mostAbreast = 8

// abreast finds the groups. It comes after takeOver, when it is known what shares memory,
// and lets everything that a group touches live for as long as the group runs.
func (p *program) abreast() {
	for from := 0; from < len(p.steps); {
		to := from + 1
		for to < len(p.steps) && to-from < mostAbreast && p.joins(from, to) {
			to++
		}
		for i := from; i < to && p.worth(from, to); i++ {
			p.steps[i].group = group{from, to}
		}
		from = to
	}
	for _, s := range p.owners() {
		if i := s.def; i >= 0 && i < len(p.steps) && p.steps[i].group.some() {
			s.def = p.steps[i].group.from
		}
		if i := s.last; i >= 0 && i < len(p.steps) && p.steps[i].group.some() {
			s.last = p.steps[i].group.to - 1
		}
	}
}

// group is the steps from ≤ i < to that run side by side.
type group struct{ from, to int }

func (g group) some() bool { return g.to > g.from }

// worth reports whether steps [from, to) have work for two.
func (p *program) worth(from, to int) bool {
	busy := 0
	for _, st := range p.steps[from:to] {
		if st.work() >= leastStep {
			busy++
		}
	}
	return busy > 1
}

// joins reports whether step t may run beside steps [from, t).
func (p *program) joins(from, t int) bool {
	if !p.steps[t].small() {
		return false
	}
	for _, other := range p.steps[from:t] {
		if !other.small() || other.disturbs(p.steps[t]) || p.steps[t].disturbs(other) {
			return false
		}
	}
	return true
}

// small reports whether a step is one of ours with little to do, and nothing to
// add to gradients, which may not be half done when another step fails.
func (s *step) small() bool {
	return s.plan != nil && len(s.feeds) == 0 && s.work() <= smallStep
}

// work is how many elements a step reads and writes. What is changed in place
// does not count: a row is appended to a cache, however long that is.
func (s *step) work() (elements int) {
	for _, slots := range [][]*slot{s.reading(), s.writing()} {
		for _, x := range slots {
			if s.plan == nil || !s.plan.Updates || x.root() != s.in[0].root() {
				elements += x.typ.Size()
			}
		}
	}
	return elements
}

// disturbs reports whether s writes what other reads or writes.
func (s *step) disturbs(other *step) bool {
	touched := append(other.reading(), other.writing()...)
	return slices.ContainsFunc(s.writing(), func(x *slot) bool {
		return slices.ContainsFunc(touched, func(y *slot) bool { return x.root() == y.root() })
	})
}

// reading are the slots that a step reads.
func (s *step) reading() []*slot {
	var slots []*slot
	for i, x := range s.in {
		if s.reads(i) {
			slots = append(slots, x)
		}
	}
	for _, x := range s.saved {
		if x != nil {
			slots = append(slots, x)
		}
	}
	return slots
}

// writing are the slots that it writes, scratch memory among them.
func (s *step) writing() []*slot {
	var slots []*slot
	for _, x := range append(slices.Clone(s.results), s.scratch...) {
		if x != nil {
			slots = append(slots, x)
		}
	}
	return slots
}

// beside is one place of a group: who works there has an environment of its own,
// so that it is known whose step failed, and scratch memory of its own.
type beside struct {
	env    ops.Env
	fallen bool // it has panicked
}

// envOf is the environment that step i runs in.
func (m *Machine) envOf(i int) *ops.Env {
	g := m.p.steps[i].group
	if !g.some() {
		return &m.env
	}
	for len(m.b.places) <= i-g.from {
		b := &beside{}
		b.env.Team = kernel.NewTeam(1)
		m.b.places = append(m.b.places, b)
	}
	return &m.b.places[i-g.from].env
}

// bindGroups makes what runs each group, at its first step's index.
func (m *Machine) bindGroups() {
	m.b.groups = make([]func(), len(m.p.steps))
	for i, st := range m.p.steps {
		if st.group.some() && st.group.from == i {
			m.b.groups[i] = m.bindGroup(st.group)
		}
	}
}

func (m *Machine) bindGroup(g group) func() {
	body := func(_ *kernel.Worker, lo, hi int) {
		for i := lo; i < hi; i++ {
			m.runBeside(m.b.places[i], m.b.runs[g.from+i])
		}
	}
	team := m.team()
	return func() {
		for _, b := range m.b.places[:g.to-g.from] {
			b.env.Training, b.env.Seed, b.env.Step = m.env.Training, m.env.Seed, m.env.Step
			b.fallen = false
			b.env.Failure() // forget that of a run that panicked
		}
		defer m.blame(g)
		team.For(g.to-g.from, 1, body)
	}
}

// runBeside runs a step of a group at its place, and marks the place if it panics.
func (m *Machine) runBeside(b *beside, run func()) {
	b.fallen = true
	run()
	b.fallen = false
}

// blame lets errors name the step of a group that has panicked.
func (m *Machine) blame(g group) {
	for i, b := range m.b.places[:g.to-g.from] {
		if b.fallen {
			m.at = g.from + i
			return
		}
	}
}
