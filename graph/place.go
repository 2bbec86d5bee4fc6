package graph

// align is what pieces of the arena begin at a multiple of: a cache line.
const align = 64

func aligned(bytes int) int { return (bytes + align - 1) &^ (align - 1) }

// place gives every owner of memory its place in the arena, so that pieces
// needed at one time do not overlap: the largest first, each onto the skyline
// of what is there already. O(n·log n).
func (p *program) place() {
	slots := p.owners()
	p.live = mostLive(slots, len(p.steps))
	largestFirst(slots)
	p.size = onSkyline(slots, len(p.steps))
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

func (s *skyline) highest(lo, hi int) int { return s.query(1, 0, s.n-1, lo, hi) }
func (s *skyline) raise(lo, hi, to int)   { s.assign(1, 0, s.n-1, lo, hi, to) }

func (s *skyline) query(node, a, b, lo, hi int) int {
	s.visits++
	if hi < a || b < lo {
		return 0
	}
	if lo <= a && b <= hi || s.pending[node] >= 0 {
		return s.highs[node]
	}
	m := (a + b) / 2
	return max(s.query(2*node, a, m, lo, hi), s.query(2*node+1, m+1, b, lo, hi))
}

func (s *skyline) assign(node, a, b, lo, hi, to int) {
	s.visits++
	if hi < a || b < lo {
		return
	}
	if lo <= a && b <= hi {
		s.highs[node], s.pending[node] = to, to
		return
	}
	if v := s.pending[node]; v >= 0 {
		for _, child := range []int{2 * node, 2*node + 1} {
			s.highs[child], s.pending[child] = v, v
		}
		s.pending[node] = -1
	}
	m := (a + b) / 2
	s.assign(2*node, a, m, lo, hi, to)
	s.assign(2*node+1, m+1, b, lo, hi, to)
	s.highs[node] = max(s.highs[2*node], s.highs[2*node+1])
}
