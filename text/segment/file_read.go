package segment

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf8"
)

// fileReader takes from the front of a file. After the first error all that it
// gives is zeros.
type fileReader struct {
	left []byte
	err  error
}

func (f *fileReader) fail(format string, arguments ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, arguments...)
	}
	f.left = nil
}

// take is the next n bytes, nil if there are fewer.
func (f *fileReader) take(n int) []byte {
	if n > len(f.left) {
		f.fail("%w", errDamaged)
		return nil
	}
	b := f.left[:n]
	f.left = f.left[n:]
	return b
}

func (f *fileReader) number() uint64 {
	x, n := binary.Uvarint(f.left)
	if n <= 0 {
		f.fail("%w", errDamaged)
		return 0
	}
	f.left = f.left[n:]
	return x
}

// count is a number of things that take at least so many bytes each.
func (f *fileReader) count(bytes int) int {
	n := f.number()
	if n > uint64(len(f.left)/bytes) {
		f.fail("%w", errDamaged)
		return 0
	}
	return int(n)
}

func (f *fileReader) bits() uint64 {
	if b := f.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// floats fills a list with logarithms or weights. Sums of as many as a text has
// characters must stay finite.
func (f *fileReader) floats(list []float64) {
	for i := range list {
		x := math.Float64frombits(f.bits())
		if !(math.Abs(x) <= 1e15) && x != negative {
			f.fail("a score is %v", x)
		}
		list[i] = x
	}
}

func (f *fileReader) moves(moves *[tags][tags]float64) {
	for i := range moves {
		f.floats(moves[i][:])
	}
}

func (f *fileReader) dictionary() *Dictionary {
	d := NewDictionary()
	for range f.count(3) {
		word := string(f.take(f.count(1)))
		count := f.number()
		switch {
		case f.err != nil:
			return d
		case word == "" || !utf8.ValidString(word) || d.Count(word) > 0:
			f.fail("word %q: want characters, in UTF-8, each word once", word)
		case count == 0 || count > math.MaxInt64-uint64(d.total):
			f.fail("word %q: its count is %d", word, count)
		default:
			d.add(word, int64(count))
		}
	}
	return d
}

func (f *fileReader) hmm() *HMM {
	h := &HMM{}
	f.floats(h.first[:])
	f.moves(&h.moves)
	f.floats(h.unseen[:])
	n := f.count(1 + 8*tags)
	h.emits = make(map[rune]*[tags]float64, n)
	for range n {
		symbol, e := f.number(), new([tags]float64)
		if f.floats(e[:]); f.err != nil {
			return h
		}
		if symbol > utf8.MaxRune || h.emits[rune(symbol)] != nil {
			f.fail("symbol %d: want characters, each once", symbol)
			return h
		}
		h.emits[rune(symbol)] = e
	}
	return h
}

func (f *fileReader) ngram() *Ngram {
	n := &Ngram{words: f.dictionary()}
	nodes := len(n.words.counts)
	if nodes > len(f.left)/16 {
		f.fail("%w", errDamaged)
		return n
	}
	n.rest, n.single = make([]float64, nodes), make([]float64, nodes)
	f.floats(n.rest)
	f.floats(n.single)
	unknown := make([]float64, 1)
	f.floats(unknown)
	n.unknown = unknown[0]
	pairs := f.count(16)
	n.pairs = make(map[uint64]float64, pairs)
	for range pairs {
		pair := f.bits()
		if f.floats(unknown); f.err != nil {
			return n
		}
		n.pairs[pair] = unknown[0]
	}
	n.spelling = f.hmm()
	return n
}

func (f *fileReader) perceptron() *Perceptron {
	p := &Perceptron{}
	f.moves(&p.moves)
	n := f.count(8 + 8*tags)
	p.features, p.weights = make(map[uint64]int32, n), make([][tags]float64, n)
	for row := range n {
		p.features[f.bits()] = int32(row)
		f.floats(p.weights[row][:])
	}
	return p
}
