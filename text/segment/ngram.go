package segment

// Ngram chooses the likeliest path through the lattice of all words that a text
// may be made of:
//
//	P(w) = Π P(w_i | w_i-1)
//
// over the words of its dictionary and, for what is in no dictionary, every
// stretch of up to six atoms between white space.
//
// A word of the dictionary has the probability of interpolated Kneser-Ney smoothing
// (Chen and Goodman, An Empirical Study of Smoothing Techniques for Language
// Modeling, 1998): with c how often, D the discount, n(v·) how many kinds come
// after v and n(·w) before w,
//
//	P(w | v) = max(c(v w) - D, 0)/c(v) + D·n(v·)/c(v) · P(w)
//	P(w)     = (1 - u) n(·w)/n(··)
//
// where n counts half a kind more for each word, for those that only begin
// sentences.
//
// An unknown word has u, the share of words seen once (Good and Turing), times the
// probability that an HMM of the tags spells it:
//
//	P(w) = u · P(t_1) P(x_1 | t_1) · … · P(end | t_n)
//
// This HMM counts each kind of word once, however frequent: unknown words are like
// the rare ones. Without it no word that was not seen would ever be found.
type Ngram struct {
	words    *Dictionary
	pairs    map[uint64]float64 // (node, node) → log P(w | v), of those seen
	rest     []float64          // by node of v: log of what is left for P(w)
	single   []float64          // by node of w: log P(w)
	unknown  float64            // log u
	spelling *HMM
}

// longestUnknown is that of a word in no dictionary, in atoms.
const longestUnknown = 6

// Segment leaves nothing out but white space.
func (n *Ngram) Segment(text string) []string {
	t := newCut(text)
	var ends []int
	t.pieces(func(from, to int) {
		for from < to {
			l := lattice{model: n, cut: t, from: from, to: t.near(from, to)}
			ends = append(ends, l.likeliest()...)
			from = l.to
		}
	})
	return t.words(ends)
}

// near is where a lattice ends that begins at an atom: at to, or after 1000 atoms,
// at the last mark of them, so that its memory is bounded.
func (t *cut) near(from, to int) int {
	const most = 1000
	if to-from <= most {
		return to
	}
	for i := from + most; i > from; i-- {
		if t.atoms[i-1].kind == mark {
			return i
		}
	}
	return from + most
}

// spell is the log-probability that the HMM makes a word of these atoms.
func (n *Ngram) spell(list []atom) float64 {
	h, last := n.spelling, len(list)-1
	if last == 0 {
		return h.first[alone] + h.of(list[0].symbol)[alone]
	}
	p := h.first[begin] + h.of(list[0].symbol)[begin]
	before := begin
	for i, a := range list[1:] {
		t := middle
		if i+1 == last {
			t = end
		}
		p += h.moves[before][t] + h.of(a.symbol)[t]
		before = t
	}
	return p
}
