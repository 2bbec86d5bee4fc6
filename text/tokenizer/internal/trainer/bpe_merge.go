package trainer

import (
	"math"
	"strings"
)

func (l *learner) countPairs() {
	for i, w := range l.words {
		for at := w.begin; at+1 < w.end; at++ {
			l.pairs.more(pairKey(l.symbols[at], l.symbols[at+1]), int32(i), w.count)
		}
	}
	l.enqueue()
}

// enqueue puts the pairs that came up into the queue.
func (l *learner) enqueue() {
	p := l.pairs
	for _, i := range p.touched {
		if p.counts[i] > 0 {
			l.queue.push(candidate{uint64(p.counts[i]), p.keys[i], i, p.words[i]})
		}
		p.words[i] = nil
	}
	p.touched = p.touched[:0]
}

// merge merges pairs until there are enough tokens, or none is frequent enough. As
// in the reference, what is merged at a time is the words of one candidate: a pair
// that came up at different times, because its parts can be made in several ways,
// is merged, and listed, more than once.
func (l *learner) merge() {
	for len(l.tokens) < l.config.Size && len(l.queue) > 0 {
		top := l.queue.pop()
		if now := uint64(l.pairs.counts[top.pair]); top.count != now {
			top.count = now
			l.queue.push(top)
			continue
		}
		if top.count < 1 || top.count < uint64(max(l.config.Least, 0)) {
			break
		}
		a, b := int32(top.key>>32), int32(uint32(top.key))
		made := l.tokens[a] + strings.TrimPrefix(l.tokens[b], l.config.Prefix)
		id := l.token(made, l.lengths[a]+l.lengths[b])
		l.merges = append(l.merges, [2]int32{a, b})
		for _, word := range top.words {
			l.replace(word, a, b, id)
		}
		l.enqueue()
		if l.config.Progress != nil {
			l.config.Progress(len(l.tokens), l.config.Size)
		}
	}
}

// replace replaces a b by id in a word, and counts the pairs that come and go.
func (l *learner) replace(word, a, b, id int32) {
	w := &l.words[word]
	symbols := l.symbols[w.begin:w.end]
	n := 0
	for i := 0; i < len(symbols); i++ {
		symbol := symbols[i]
		if symbol == a && i+1 < len(symbols) && symbols[i+1] == b {
			if n > 0 {
				before := symbols[n-1]
				l.pairs.less(pairKey(before, a), w.count)
				l.joined(before, id, word)
			}
			i++
			if i+1 < len(symbols) {
				l.pairs.less(pairKey(b, symbols[i+1]), w.count)
				l.joined(id, symbols[i+1], word)
			}
			symbol = id
		}
		symbols[n] = symbol
		n++
	}
	w.end = w.begin + n
}

// joined counts a new pair, if what it would make is not too long.
func (l *learner) joined(a, b, word int32) {
	longest := l.config.Longest
	if longest == 0 {
		longest = math.MaxInt
	}
	if l.lengths[a]+l.lengths[b] < longest {
		l.pairs.more(pairKey(a, b), word, l.words[word].count)
	}
}

// named is the merges as tokens, each once, where it was listed last.
func (l *learner) named() [][2]string {
	last := map[[2]int32]int{}
	for i, m := range l.merges {
		last[m] = i
	}
	var named [][2]string
	for i, m := range l.merges {
		if last[m] == i {
			named = append(named, [2]string{l.tokens[m[0]], l.tokens[m[1]]})
		}
	}
	return named
}
