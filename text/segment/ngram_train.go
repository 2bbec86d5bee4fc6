package segment

import "math"

// discount is D of the smoothing: absolute discounting's usual estimate,
// n1/(n1 + 2·n2), is between 0.7 and 0.9 for word pairs.
const discount = 0.75

// TrainNgram learns from segmented sentences. The words of extra, which may be nil,
// are known beside theirs: half of the probability of unknown words is for those of
// them that were not seen, shared by their counts.
func TrainNgram(sentences [][]string, extra *Dictionary) *Ngram {
	words := NewDictionaryOf(sentences)
	c := pairCounts{words: words, pairs: map[uint64]float64{}}
	for _, words := range sentences {
		for i := 1; i < len(words); i++ {
			v, w := c.words.node(words[i-1]), c.words.node(words[i])
			c.pairs[uint64(v)<<32|uint64(w)]++
		}
	}
	m := &Ngram{words: words, spelling: rare(sentences, words)}
	c.fill(m)
	if extra != nil {
		m.add(extra)
	}
	return m
}

// add makes words known that were not seen.
func (m *Ngram) add(extra *Dictionary) {
	var list []string
	total := 0.0
	for _, w := range extra.words {
		if m.words.Count(w) == 0 {
			list, total = append(list, w), total+float64(extra.Count(w))
		}
	}
	if len(list) == 0 {
		return
	}
	m.unknown -= math.Ln2
	for _, w := range list {
		m.words.add(w, extra.Count(w))
	}
	grown := make([]float64, 2*len(m.words.counts))
	single, rest := grown[:len(grown)/2], grown[len(grown)/2:]
	copy(single, m.single)
	copy(rest, m.rest) // 0 of the new: all that comes after is by P(w)
	for _, w := range list {
		single[m.words.node(w)] = m.unknown + math.Log(float64(extra.Count(w))/total)
	}
	m.single, m.rest = single, rest
}

// rare is the HMM of how words are spelt, each kind of word counted once.
func rare(sentences [][]string, words *Dictionary) *HMM {
	c := tagCounts{emits: map[rune]*[tags]float64{}}
	for _, sentence := range sentences {
		for _, w := range sentence {
			weight := 1 / float64(words.Count(w))
			list, _ := atoms(w)
			before := -1
			for i, a := range list {
				t := tagOf(i, len(list))
				c.count(before, t, a.symbol, weight)
				before = t
			}
		}
	}
	return c.hmm()
}

// pairCounts are what an Ngram is made of.
type pairCounts struct {
	words *Dictionary
	pairs map[uint64]float64
}

func (c *pairCounts) fill(m *Ngram) {
	nodes := len(c.words.counts)
	after := make([]float64, nodes)  // n(v·)
	first := make([]float64, nodes)  // c(v), of those with a word after
	before := make([]float64, nodes) // n(·w)
	for pair, n := range c.pairs {
		v, w := pair>>32, pair&math.MaxUint32
		after[v]++
		first[v] += n
		before[w]++
	}
	once, all := 0.0, 0.0
	for i, n := range c.words.counts {
		if n > 0 {
			before[i] += 0.5 // a word that begins a sentence only
			all += before[i]
		}
		if n == 1 {
			once++
		}
	}
	u := (once + smoothing) / (float64(c.words.total) + 2*smoothing) // neither 0 nor 1
	m.unknown = math.Log(u)
	m.single, m.rest = make([]float64, nodes), make([]float64, nodes)
	for i, n := range before {
		if n > 0 {
			m.single[i] = math.Log((1 - u) * n / all)
		}
		if after[i] > 0 {
			m.rest[i] = math.Log(discount * after[i] / first[i])
		}
	}
	m.pairs = make(map[uint64]float64, len(c.pairs))
	for pair, n := range c.pairs {
		v, w := pair>>32, pair&math.MaxUint32
		m.pairs[pair] = math.Log((n-discount)/first[v] + math.Exp(m.rest[v]+m.single[w]))
	}
}
