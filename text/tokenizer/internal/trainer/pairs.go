package trainer

// pairs is the pairs of neighbours: how often each comes, and the words in which
// it came up since it was last put into the queue.
type pairs struct {
	table   []int32 // indices + 1, 0 is free: open addressing, at most half full
	keys    []uint64
	counts  []int64
	words   [][]int32
	touched []int32 // indices of pairs that have words
}

func newPairs() *pairs { return &pairs{table: make([]int32, 1<<12)} }

func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

func (p *pairs) slot(key uint64) int {
	const mix = 0x9e3779b97f4a7c15 // 2^64 / the golden ratio
	mask := len(p.table) - 1
	for i := int((key^key>>29)*mix>>32) & mask; ; i = (i + 1) & mask {
		if at := p.table[i]; at == 0 || p.keys[at-1] == key {
			return i
		}
	}
}

// index is that of a pair, which it adds if it is new.
func (p *pairs) index(key uint64) int32 {
	slot := p.slot(key)
	if at := p.table[slot]; at > 0 {
		return at - 1
	}
	p.keys, p.counts, p.words = append(p.keys, key), append(p.counts, 0), append(p.words, nil)
	p.table[slot] = int32(len(p.keys))
	if 2*len(p.keys) > len(p.table) {
		p.table = make([]int32, 2*len(p.table))
		for i, key := range p.keys {
			p.table[p.slot(key)] = int32(i + 1)
		}
	}
	return int32(len(p.keys) - 1)
}

// more counts a pair that came up in a word. The words of a pair come one after
// the other.
func (p *pairs) more(key uint64, word int32, count int64) {
	i := p.index(key)
	p.counts[i] += count
	words := p.words[i]
	if len(words) == 0 {
		p.touched = append(p.touched, i)
	}
	if len(words) == 0 || words[len(words)-1] != word {
		p.words[i] = append(words, word)
	}
}

// less counts a pair that is no more.
func (p *pairs) less(key uint64, count int64) { p.counts[p.index(key)] -= count }

// queue is a heap of pairs, the most frequent first, of equal ones the smallest.
type queue []candidate

// candidate is a pair as it was when it was put into the queue; a pair may be
// there several times, with the words of different times.
type candidate struct {
	count uint64
	key   uint64
	pair  int32 // index
	words []int32
}

func (a *candidate) before(b *candidate) bool {
	return a.count > b.count || a.count == b.count && a.key < b.key
}

func (q *queue) push(c candidate) {
	h := append(*q, c)
	*q = h
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if !h[i].before(&h[up]) {
			return
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
}

func (q *queue) pop() candidate {
	h := *q
	top, n := h[0], len(h)-1
	h[0], h[n] = h[n], candidate{}
	h = h[:n]
	*q = h
	for i := 0; ; {
		down := 2*i + 1
		if down >= n {
			return top
		}
		if down+1 < n && h[down+1].before(&h[down]) {
			down++
		}
		if !h[down].before(&h[i]) {
			return top
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
}
