package model

import "math"

const fewSymbols = 24 // of a word for which looking through all pairs is fastest

// pair is a symbol, and the merge with the one behind it.
type pair struct {
	id, length int32
	rank, to   int32 // rank never where they do not merge
}

const never = math.MaxInt32

// mergeFew looks for the first merge again and again.
func (m *BPE) mergeFew(s *Scratch) {
	ps := s.pairs[:0]
	for i, at := range s.symbols {
		p := pair{id: at.id, length: at.length, rank: never}
		if i+1 < len(s.symbols) {
			p = m.paired(p, s.symbols[i+1].id)
		}
		ps = append(ps, p)
	}
	s.pairs = ps
	for {
		best, at := int32(never), -1
		for i := range ps {
			if ps[i].rank < best {
				best, at = ps[i].rank, i
			}
		}
		if at < 0 {
			break
		}
		ps[at].id, ps[at].length, ps[at].rank = ps[at].to, ps[at].length+ps[at+1].length, never
		ps = append(ps[:at+1], ps[at+2:]...)
		if at+1 < len(ps) {
			ps[at] = m.paired(ps[at], ps[at+1].id)
		}
		if at > 0 {
			ps[at-1] = m.paired(ps[at-1], ps[at].id)
		}
	}
	s.symbols = s.symbols[:len(ps)]
	for i, p := range ps {
		s.symbols[i].id, s.symbols[i].length = p.id, p.length
	}
}

// paired is p before a symbol of id behind.
func (m *BPE) paired(p pair, behind int32) pair {
	p.rank = never
	if to := m.merges.get(p.id, behind); to.rank >= 0 {
		p.rank, p.to = to.rank, to.id
	}
	return p
}
