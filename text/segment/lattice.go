package segment

import "slices"

// lattice is the words that a stretch of a text may be made of, and the best path
// to each.
type lattice struct {
	model    *Ngram
	cut      *cut
	from, to int // the stretch, in atoms
	arcs     []arc
	ending   [][]int32 // by atom of the stretch: the arcs that end after it
}

// arc is a word of the lattice.
type arc struct {
	start int     // its first atom
	node  int32   // in the dictionary, or noWord
	score float64 // of the best path that ends with it
	back  int32   // the arc before it on that path; -1 at the start
}

// noWord is the node of the words in no dictionary, and of the start.
const noWord int32 = -1

// likeliest are the ends of the words on the best path, by Viterbi's algorithm over
// pairs of words.
func (l *lattice) likeliest() (ends []int) {
	l.ending = make([][]int32, l.to-l.from)
	var words []found
	for i := l.from; i < l.to; i++ {
		words = l.model.words.at(l.cut.text, l.cut.atoms[i:l.to], l.cut.parted[i:l.to], words[:0])
		known := 0
		for n := 1; n <= longestUnknown && i+n <= l.to || known < len(words); n++ {
			if known < len(words) && words[known].atoms == n {
				l.add(i, n, words[known].node)
				known++
			} else if n <= longestUnknown && i+n <= l.to {
				l.add(i, n, noWord)
			}
		}
	}
	at := int32(-1)
	for _, a := range l.ending[l.to-l.from-1] {
		if at < 0 || l.arcs[a].score > l.arcs[at].score {
			at = a
		}
	}
	for e := l.to; at >= 0; at = l.arcs[at].back {
		ends = append(ends, e)
		e = l.arcs[at].start
	}
	slices.Reverse(ends)
	return ends
}

// add makes an arc of n atoms from start, after the best arc that ends there.
func (l *lattice) add(start, n int, node int32) {
	m := l.model
	a := arc{start: start, node: node, back: -1}
	alone := m.unknown
	if node != noWord {
		alone = m.single[node]
	} else {
		alone += m.spell(l.cut.atoms[start : start+n])
	}
	if start == l.from {
		a.score = alone
	} else {
		a.score = negative
		for _, b := range l.ending[start-1-l.from] {
			if s := l.arcs[b].score + m.after(l.arcs[b].node, node, alone); s > a.score {
				a.score, a.back = s, b
			}
		}
	}
	at := start + n - 1 - l.from
	l.ending[at] = append(l.ending[at], int32(len(l.arcs)))
	l.arcs = append(l.arcs, a)
}

// after is log P(w | v), given log P(w).
func (m *Ngram) after(v, w int32, alone float64) float64 {
	if v == noWord {
		return alone
	}
	if w != noWord {
		if p, ok := m.pairs[uint64(v)<<32|uint64(w)]; ok {
			return p
		}
	}
	return m.rest[v] + alone
}
