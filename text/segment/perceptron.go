package segment

import "github.com/gaze-ml/gaze/internal/unicode15"

// Perceptron tags atoms as an HMM does, but scores each tag by weights of what is
// around the atom: the five atoms about it, pairs of them, and their kinds,
//
//	score(t) = Σ_i ( Σ_f weight[f(x, i)][t_i] + moves[t_i-1][t_i] )
//
// The weights are learned by the averaged structured perceptron (Collins,
// Discriminative Training Methods for Hidden Markov Models, 2002; for Chinese
// words, Zhang and Clark 2007).
type Perceptron struct {
	features map[uint64]int32 // → row of weights
	weights  [][tags]float64
	moves    [tags][tags]float64
}

// Segment leaves nothing out but white space.
func (p *Perceptron) Segment(text string) []string {
	t := newCut(text)
	var rows []int32
	return t.words(t.tagged(&p.moves, [tags]float64{}, func(i int) (score [tags]float64) {
		rows = p.rows(t, i, rows[:0], false)
		return p.score(rows)
	}))
}

func (p *Perceptron) score(rows []int32) (score [tags]float64) {
	for _, row := range rows {
		w := &p.weights[row]
		for t := range tags {
			score[t] += w[t]
		}
	}
	return score
}

// templates is how many features an atom has.
const templates = 11

// rows appends the rows of weights of an atom's features. Those that have none are
// given one if grow is set, else left out.
func (p *Perceptron) rows(t *cut, i int, rows []int32, grow bool) []int32 {
	for _, f := range t.features(i) {
		row, ok := p.features[f]
		if !ok {
			if !grow {
				continue
			}
			row = int32(len(p.weights))
			p.features[f] = row
			p.weights = append(p.weights, [tags]float64{})
		}
		rows = append(rows, row)
	}
	return rows
}

// features are numbers for what is around an atom: the template in the upper bits,
// below it two characters of 21 bits, or three kinds.
func (t *cut) features(i int) [templates]uint64 {
	a, b, c, d, e := t.symbol(i-2), t.symbol(i-1), t.symbol(i), t.symbol(i+1), t.symbol(i+2)
	kinds := class(b)<<8 | class(c)<<4 | class(d)
	list := [templates]uint64{a, b, c, d, e, a<<21 | b, b<<21 | c, c<<21 | d, d<<21 | e, b<<21 | d, kinds}
	for k := range list {
		list[k] |= uint64(k) << 42
	}
	return list
}

// symbol is that of an atom, edge beyond the ends.
func (t *cut) symbol(i int) uint64 {
	if i < 0 || i >= len(t.atoms) {
		return uint64(edge)
	}
	return uint64(t.atoms[i].symbol)
}

// class is what a symbol is: of few kinds, so that it is known of new characters.
func class(symbol uint64) uint64 {
	r := rune(symbol)
	switch {
	case r == edge:
		return 1
	case r == letters:
		return 2
	case r == digits:
		return 3
	case r == mixture:
		return 4
	case chineseNumeral(r):
		return 5
	case unspaced(r):
		return 6
	case unicode15.Punctuation(r):
		return 7
	}
	return 8
}

// chineseNumeral reports whether a character writes a number.
func chineseNumeral(r rune) bool {
	switch r {
	case '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '萬', '亿', '億', '两', '兩':
		return true
	}
	return false
}
