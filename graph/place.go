package graph

import (
	"cmp"
	"slices"
)

// align is what pieces of the arena begin at a multiple of: a cache line.
const align = 64

func aligned(bytes int) int { return (bytes + align - 1) &^ (align - 1) }

// place gives every owner of memory its place in the arena, so that pieces
// needed at one time do not overlap: the largest first, each onto the skyline
// of what is there already. What is largest can be meant in three ways: bytes,
// time, or bytes times time; training graphs do best with the second, evaluating
// ones with the third. All are tried, each O(n·log n), and the smallest arena
// wins: within 2 % of the lower bound on the models measured.
func (p *program) place() {
	slots := p.owners()
	p.arena.live = mostLive(slots, len(p.steps))
	best := make([]int, len(slots)) // by slot, in the order of owners
	p.arena.size = -1
	for _, size := range []func(s *slot) int{(*slot).bytes, (*slot).life, (*slot).area} {
		height := onSkyline(largestFirst(slots, size), len(p.steps))
		if p.arena.size >= 0 && height >= p.arena.size {
			continue
		}
		p.arena.size = height
		for i, s := range slots {
			best[i] = s.at
		}
	}
	for i, s := range slots {
		s.at = best[i]
	}
}

func (s *slot) life() int { return s.last - s.def + 1 }
func (s *slot) area() int { return s.bytes() * s.life() }

// largestFirst orders memory for placing; of equals, the longest-lived and then
// the earliest come first.
func largestFirst(slots []*slot, size func(s *slot) int) []*slot {
	sorted := slices.Clone(slots)
	slices.SortStableFunc(sorted, func(a, b *slot) int {
		return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(b.life(), a.life()), cmp.Compare(a.def, b.def))
	})
	return sorted
}

// mostLive is the lower bound: the most bytes needed at one time.
func mostLive(slots []*slot, steps int) int {
	change := make([]int, steps+3)
	for _, s := range slots {
		change[s.def+1] += aligned(s.bytes())
		change[s.last+2] -= aligned(s.bytes())
	}
	most, now := 0, 0
	for _, c := range change {
		now += c
		most = max(most, now)
	}
	return most
}

// onSkyline puts each piece on top of everything already placed during its
// life, and returns the height.
func onSkyline(slots []*slot, steps int) int {
	sky, height := newSkyline(steps+2), 0
	for _, s := range slots {
		s.at = sky.highest(s.def+1, s.last+1)
		top := s.at + aligned(s.bytes())
		sky.raise(s.def+1, s.last+1, top)
		height = max(height, top)
	}
	return height
}

// skyline is a segment tree over time: the height at each moment, with range
// maximum and range assignment.
type skyline struct {
	n       int
	highs   []int // the highest in the node's range
	pending []int // assigned to the whole range but not handed down; −1: none
	visits  int   // of nodes: the work done
}

func newSkyline(n int) *skyline {
	s := &skyline{n: n, highs: make([]int, 4*n), pending: make([]int, 4*n)}
	for i := range s.pending {
		s.pending[i] = -1
	}
	return s
}

// span is a node of the tree and the time it stands for, both ends included.
type span struct{ node, from, to int }

func (s *skyline) whole() span { return span{1, 0, s.n - 1} }

func (p span) halves() (left, right span) {
	m := (p.from + p.to) / 2
	return span{2 * p.node, p.from, m}, span{2*p.node + 1, m + 1, p.to}
}

func (p span) misses(q span) bool { return q.to < p.from || p.to < q.from }
func (p span) within(q span) bool { return q.from <= p.from && p.to <= q.to }

// highest is the height between two moments.
func (s *skyline) highest(from, to int) int { return s.query(s.whole(), span{0, from, to}) }

// raise sets it.
func (s *skyline) raise(from, to, height int) { s.assign(s.whole(), span{0, from, to}, height) }

func (s *skyline) query(p, q span) int {
	s.visits++
	if p.misses(q) {
		return 0
	}
	if p.within(q) || s.pending[p.node] >= 0 {
		return s.highs[p.node]
	}
	left, right := p.halves()
	return max(s.query(left, q), s.query(right, q))
}

func (s *skyline) assign(p, q span, height int) {
	s.visits++
	if p.misses(q) {
		return
	}
	if p.within(q) {
		s.highs[p.node], s.pending[p.node] = height, height
		return
	}
	left, right := p.halves()
	if v := s.pending[p.node]; v >= 0 {
		s.highs[left.node], s.pending[left.node] = v, v
		s.highs[right.node], s.pending[right.node] = v, v
		s.pending[p.node] = -1
	}
	s.assign(left, q, height)
	s.assign(right, q, height)
	s.highs[p.node] = max(s.highs[left.node], s.highs[right.node])
}
