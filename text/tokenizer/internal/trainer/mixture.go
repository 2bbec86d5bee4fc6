package trainer

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/trie"
)

// mixture is the pieces as they are now, in the order of their bytes, and the words
// they are fitted to. Index len(pieces) is the unknown piece, a character that is
// no piece.
type mixture struct {
	pieces  []piece
	words   []Word
	workers int
	trie    *trie.Trie
	unknown float64 // score of the unknown piece
	tilt    float64 // that every byte adds to a score, so that products stay within float64
	chances []float64
}

// unknownCosts is by how much an unknown character scores less than the worst piece.
const unknownCosts = 10

// parts is into how many the words are cut; sums are made part by part, so that
// they are the same for any number of workers.
const parts = 8

// prepare makes what follows from the pieces.
func (m *mixture) prepare() {
	slices.SortFunc(m.pieces, func(a, b piece) int { return cmp.Compare(a.text, b.text) })
	keys := make([]trie.Key, len(m.pieces))
	for i, p := range m.pieces {
		keys[i] = trie.Key{Text: p.text, Value: int32(i)}
	}
	m.trie = trie.New(keys)
	m.unknown = m.worst() - unknownCosts
	m.tilt = m.balance()
	m.chances = make([]float64, len(m.pieces))
	for i, p := range m.pieces {
		m.chances[i] = math.Exp(p.score + m.tilt*float64(len(p.text)))
	}
}

// balance is the tilt: what a byte costs in the best segmentations of some words.
// All segmentations of a word are tilted alike, so the result of expect is not.
func (m *mixture) balance() float64 {
	const some = 1000
	l := &lattice{mixture: m}
	bytes, sum := 0, 0.0
	for i := 0; i < len(m.words); i += 1 + len(m.words)/some {
		text := m.words[i].Text
		l.best(text, false)
		bytes += len(text)
		sum += l.ends[len(text)].score
	}
	if bytes == 0 {
		return 0
	}
	return -sum / float64(bytes)
}

// each runs do for every part of n things, on all workers.
func (m *mixture) each(n int, do func(part, begin, end int)) {
	var next atomic.Int32
	var team sync.WaitGroup
	for range min(m.workers, parts) {
		team.Go(func() {
			for part := int(next.Add(1)) - 1; part < parts; part = int(next.Add(1)) - 1 {
				do(part, part*n/parts, (part+1)*n/parts)
			}
		})
	}
	team.Wait()
}

// expect is how often each piece is expected in the words.
func (m *mixture) expect() []float64 {
	var sums [parts][]float64
	m.each(len(m.words), func(part, begin, end int) {
		l := &lattice{mixture: m, expected: make([]float64, len(m.pieces))}
		for _, w := range m.words[begin:end] {
			l.expect(w.Text, float64(w.Count))
		}
		sums[part] = l.expected
	})
	total := sums[0]
	for _, sum := range sums[1:] {
		for i, n := range sum {
			total[i] += n
		}
	}
	return total
}

// maximise gives pieces the scores that fit how often they are expected, of which
// a Dirichlet process is the prior, and drops those that are hardly expected.
func (m *mixture) maximise(expected []float64) {
	const hardly = 0.5
	kept, sum := m.pieces[:0], 0.0
	for i, p := range m.pieces {
		if expected[i] >= hardly {
			p.score = digamma(expected[i])
			kept = append(kept, p)
			sum += expected[i]
		}
	}
	for i := range kept {
		kept[i].score -= digamma(sum)
	}
	m.pieces = kept
	m.prepare()
}

// size is how many bytes the character has that text begins with.
func size(text []byte) int {
	if text[0] < utf8.RuneSelf {
		return 1
	}
	_, n := utf8.DecodeRune(text)
	return n
}
