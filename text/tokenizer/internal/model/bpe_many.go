package model

// merge is a merge of the symbol at a place with the one behind it.
type merge struct {
	key uint64 // rank, then place
	to  int32
}

func (e merge) place() int32 { return int32(uint32(e.key)) }

// mergeMany takes the merges from a heap. One that was put there before a
// neighbour changed counts only if what is there now would become the same.
func (m *BPE) mergeMany(s *Scratch) {
	s.heap = s.heap[:0]
	for i := 0; i+1 < len(s.symbols); i++ {
		if to := m.merges.get(s.symbols[i].id, s.symbols[i+1].id); to.rank >= 0 {
			s.heap = append(s.heap, merge{uint64(to.rank)<<32 | uint64(i), to.id})
		}
	}
	s.steps += len(s.heap)
	for i := len(s.heap)/2 - 1; i >= 0; i-- {
		s.sink(i)
	}
	for len(s.heap) > 0 {
		m.step(s, s.pop())
	}
}

func (m *BPE) step(s *Scratch, top merge) {
	place := top.place()
	left := &s.symbols[place]
	if left.length == 0 || left.behind < 0 {
		return
	}
	right := &s.symbols[left.behind]
	if to := m.merges.get(left.id, right.id); to.rank < 0 || to.id != top.to {
		return
	}
	left.id, left.length, left.behind = top.to, left.length+right.length, right.behind
	right.length = 0
	if left.behind >= 0 {
		s.symbols[left.behind].before = place
	}
	if left.before >= 0 {
		m.propose(s, left.before)
	}
	if left.behind >= 0 {
		m.propose(s, place)
	}
}

// propose puts the merge of a symbol with the one behind it into the heap.
func (m *BPE) propose(s *Scratch, place int32) {
	left := &s.symbols[place]
	to := m.merges.get(left.id, s.symbols[left.behind].id)
	if to.rank < 0 {
		return
	}
	s.steps++
	s.heap = append(s.heap, merge{uint64(to.rank)<<32 | uint64(place), to.id})
	for i := len(s.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if s.heap[up].key <= s.heap[i].key {
			break
		}
		s.heap[up], s.heap[i] = s.heap[i], s.heap[up]
		i = up
	}
}

func (s *Scratch) pop() merge {
	top, n := s.heap[0], len(s.heap)-1
	s.heap[0] = s.heap[n]
	s.heap = s.heap[:n]
	s.sink(0)
	return top
}

func (s *Scratch) sink(i int) {
	h := s.heap
	for {
		down := 2*i + 1
		if down >= len(h) {
			return
		}
		if down+1 < len(h) && h[down+1].key < h[down].key {
			down++
		}
		if h[i].key <= h[down].key {
			return
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
}
