package segment

import "math"

// HMM is a hidden Markov model of tags and atoms: each atom x_i comes with a tag
// t_i, begin, middle or end of a word, or alone, and
//
//	P(x, t) = Π P(t_i | t_i-1) P(x_i | t_i)
//
// Segment finds the t of the largest P(x, t) by Viterbi's algorithm on logarithms
// (Rabiner, A Tutorial on Hidden Markov Models, 1989). It needs no dictionary, so
// it finds words that it has never seen, and makes up some.
type HMM struct {
	first  [tags]float64           // log P(t_1)
	moves  [tags][tags]float64     // log P(t_i | t_i-1), by t_i-1
	emits  map[rune]*[tags]float64 // log P(x | t)
	unseen [tags]float64           // of a symbol that was not seen at all
}

// smoothing is how often each symbol is counted beside what was seen, with each tag.
const smoothing = 0.1

// TrainHMM counts tags and symbols in segmented sentences, each with a little
// added. Without a word in them it knows nothing, and makes each atom a word.
func TrainHMM(sentences [][]string) *HMM {
	var c tagCounts
	c.emits = map[rune]*[tags]float64{}
	for _, words := range sentences {
		before := -1
		for _, w := range words {
			list, _ := atoms(w)
			for i, a := range list {
				t := tagOf(i, len(list))
				c.count(before, t, a.symbol, 1)
				before = t
			}
		}
	}
	return c.hmm()
}

// tagCounts are what an HMM is made of.
type tagCounts struct {
	first [tags]float64
	moves [tags][tags]float64
	emits map[rune]*[tags]float64
	all   [tags]float64
}

// count adds a tag and its symbol after a tag, or first of its sentence if that is
// -1.
func (c *tagCounts) count(before, t int, symbol rune, n float64) {
	if before < 0 {
		c.first[t] += n
	} else {
		c.moves[before][t] += n
	}
	e := c.emits[symbol]
	if e == nil {
		e = new([tags]float64)
		c.emits[symbol] = e
	}
	e[t] += n
	c.all[t] += n
}

func (c *tagCounts) hmm() *HMM {
	h := &HMM{emits: make(map[rune]*[tags]float64, len(c.emits))}
	h.first = logShares(c.first, begin, alone)
	for before := range tags {
		a, b := begin, alone // which may come after
		if before == begin || before == middle {
			a, b = middle, end
		}
		h.moves[before] = logShares(c.moves[before], a, b)
	}
	kinds := float64(len(c.emits) + 1)
	for t := range tags {
		h.unseen[t] = math.Log(smoothing / (c.all[t] + smoothing*kinds))
	}
	for symbol, n := range c.emits {
		e := new([tags]float64)
		for t := range tags {
			e[t] = math.Log((n[t] + smoothing) / (c.all[t] + smoothing*kinds))
		}
		h.emits[symbol] = e
	}
	return h
}

// logShares are the logarithms of how the counts of two tags share 1, with
// smoothing; of the others that of nothing.
func logShares(n [tags]float64, a, b int) (p [tags]float64) {
	for t := range p {
		p[t] = negative
	}
	all := n[a] + n[b] + 2*smoothing
	p[a], p[b] = math.Log((n[a]+smoothing)/all), math.Log((n[b]+smoothing)/all)
	return p
}

// Segment leaves nothing out but white space.
func (h *HMM) Segment(text string) []string {
	t := newCut(text)
	return t.words(t.tagged(&h.moves, h.first, func(i int) [tags]float64 { return h.of(t.atoms[i].symbol) }))
}

// of is log P(symbol | t), by t.
func (h *HMM) of(symbol rune) [tags]float64 {
	if e := h.emits[symbol]; e != nil {
		return *e
	}
	return h.unseen
}

// tagged cuts by the likeliest tags between white space.
func (t *cut) tagged(moves *[tags][tags]float64, first [tags]float64, score func(i int) [tags]float64) (ends []int) {
	scores := make([][tags]float64, len(t.atoms))
	for i := range scores {
		scores[i] = score(i)
	}
	back := make([][tags]uint8, len(t.atoms))
	t.pieces(func(from, to int) {
		for i, tag := range best(scores[from:to], moves, first, back[from:to]) {
			if tag == end || tag == alone {
				ends = append(ends, from+i+1)
			}
		}
	})
	return ends
}
