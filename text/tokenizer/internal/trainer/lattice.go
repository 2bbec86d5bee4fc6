package trainer

import (
	"math"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/trie"
)

// lattice is the segmentations of one word: an edge for every piece at every place.
type lattice struct {
	*mixture
	edges    []edge // by begin
	ends     []ending
	forward  []float64 // by byte: of all segmentations up to there
	backward []float64 // and from there
	expected []float64 // by piece, a sum over words
}

type edge struct{ begin, end, piece int32 }

// ending is the best segmentation up to a place.
type ending struct {
	score float64
	from  int32 // where its last piece begins, -1 if there is none yet
	piece int32
}

// draw finds the edges of a word.
func (l *lattice) draw(word []byte) {
	l.edges = l.edges[:0]
	for begin := 0; begin < len(word); {
		char, single := size(word[begin:]), false
		n := int32(trie.Root)
		for at := begin; at < len(word); at++ {
			if n = l.trie.Next(n, word[at]); n < 0 {
				break
			}
			if p := l.trie.Value(n); p >= 0 {
				l.edges = append(l.edges, edge{int32(begin), int32(at + 1), p})
				single = single || at+1 == begin+char
			}
		}
		if !single {
			l.edges = append(l.edges, edge{int32(begin), int32(begin + char), int32(len(l.pieces))})
		}
		begin += char
	}
}

// score is that of a piece.
func (l *lattice) score(p int32) float64 {
	if int(p) == len(l.pieces) {
		return l.unknown
	}
	return l.pieces[p].score
}

// best finds the best segmentation of a word, if parted of at least two pieces, and
// says whether there is one.
func (l *lattice) best(word []byte, parted bool) bool {
	l.draw(word)
	l.ends = append(l.ends[:0], ending{})
	for range word {
		l.ends = append(l.ends, ending{from: -1})
	}
	for _, e := range l.edges {
		if parted && int(e.end-e.begin) == len(word) {
			continue
		}
		to, score := &l.ends[e.end], l.ends[e.begin].score+l.score(e.piece)
		if to.from < 0 || score > to.score {
			*to = ending{score, e.begin, e.piece}
		}
	}
	return len(word) > 0 && l.ends[len(word)].from >= 0
}

// expect adds, for every piece, how often it is expected in a word that comes count
// times: over its edges, forward · chance · backward / all.
func (l *lattice) expect(word []byte, count float64) {
	l.draw(word)
	l.forward, l.backward = zeros(l.forward, len(word)+1), zeros(l.backward, len(word)+1)
	f, b := l.forward, l.backward
	f[0], b[len(word)] = 1, 1
	unknown := int32(len(l.pieces))
	for _, e := range l.edges {
		f[e.end] += f[e.begin] * l.chance(e)
	}
	for _, e := range slices.Backward(l.edges) {
		b[e.begin] += b[e.end] * l.chance(e)
	}
	const little, much = 1e-200, 1e200
	all := f[len(word)]
	if !(little < all && all < much && little < b[0] && b[0] < much) {
		l.expectLogs(word, count)
		return
	}
	share := count / all
	for _, e := range l.edges {
		if e.piece != unknown {
			l.expected[e.piece] += f[e.begin] * l.chance(e) * b[e.end] * share
		}
	}
}

// chance is the tilted probability of an edge's piece.
func (l *lattice) chance(e edge) float64 {
	if int(e.piece) == len(l.chances) {
		return math.Exp(l.unknown + l.tilt*float64(e.end-e.begin))
	}
	return l.chances[e.piece]
}

func zeros(x []float64, n int) []float64 {
	x = slices.Grow(x[:0], n)[:n]
	clear(x)
	return x
}

// expectLogs is expect by logarithms, for words whose probability no float64 holds.
func (l *lattice) expectLogs(word []byte, count float64) {
	f, b := l.forward, l.backward
	for i := range f {
		f[i], b[i] = math.Inf(-1), math.Inf(-1)
	}
	f[0], b[len(word)] = 0, 0
	for _, e := range l.edges {
		f[e.end] = logAdd(f[e.end], f[e.begin]+l.score(e.piece))
	}
	for _, e := range slices.Backward(l.edges) {
		b[e.begin] = logAdd(b[e.begin], b[e.end]+l.score(e.piece))
	}
	for _, e := range l.edges {
		if int(e.piece) < len(l.pieces) {
			l.expected[e.piece] += count * math.Exp(f[e.begin]+l.score(e.piece)+b[e.end]-f[len(word)])
		}
	}
}

// logAdd is ln(eᵃ+eᵇ).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
