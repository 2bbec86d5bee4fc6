package trainer

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Unigram is how to learn pieces and the logarithms of their probabilities: begin
// with the substrings that come most, fit probabilities by expectation and
// maximisation, drop the pieces that the text's likelihood loses least by, and go
// on until there are few enough (Kudo 2018).
type Unigram struct {
	Size          int      // of the vocabulary
	Special       []string // tokens that come first
	Unknown       string   // token of what is unknown, put before all if it is not special; "" is none
	Alphabet      []rune   // characters that are tokens whether they come or not
	Shrink        float64  // part of the pieces that is kept at a time
	SubIterations int      // of expectation and maximisation, before pieces are dropped
	LongestPiece  int      // in characters
	Seeds         int      // pieces to begin with, at most
	Workers       int
	Progress      func(done, total int)
}

// Scored is the tokens that were learned.
type Scored struct {
	Tokens  []string // by id
	Scores  []float64
	Unknown int // id, -1 if there is none
}

// piece is a token that is learned.
type piece struct {
	text  string
	score float64
	order int // of equal ones, the first came first among the seeds
}

// Learn learns pieces from words.
func (c Unigram) Learn(words []Word) (*Scored, error) {
	if c.Size <= 0 || !(0 < c.Shrink && c.Shrink < 1) || c.SubIterations < 1 || c.LongestPiece < 1 || c.Seeds < 1 {
		return nil, fmt.Errorf("Unigram: vocabulary of %d, shrinking by %v, %d sub-iterations, pieces of %d, %d seeds",
			c.Size, c.Shrink, c.SubIterations, c.LongestPiece, c.Seeds)
	}
	if len(c.Special)+1 >= c.Size {
		return nil, fmt.Errorf("Unigram: %d special tokens in a vocabulary of %d", len(c.Special), c.Size)
	}
	if n := length(words); len(words) == 0 || n > longestText {
		return nil, fmt.Errorf("Unigram: %d distinct words of %d bytes together: want one at least, and %d bytes at most",
			len(words), n, longestText)
	}
	c.Workers = max(c.Workers, 1)
	m := &mixture{pieces: c.seeds(words), words: words, workers: c.Workers}
	m.prepare()
	begin := len(m.pieces)
	for {
		for range c.SubIterations {
			m.maximise(m.expect())
		}
		if c.Progress != nil {
			c.Progress(begin-len(m.pieces), begin-min(c.Size, begin))
		}
		if len(m.pieces)+1 <= c.wanted() {
			break
		}
		m.prune(max(c.wanted(), int(float64(len(m.pieces)+1)*c.Shrink)) - 1)
	}
	return c.finish(m), nil
}

// wanted is how many pieces, the unknown one too, are left for the last choice.
func (c Unigram) wanted() int { return c.Size * 11 / 10 }

// finish puts together the special tokens, all characters, and the likeliest
// pieces.
func (c Unigram) finish(m *mixture) *Scored {
	s := &Scored{Unknown: -1}
	if c.Unknown != "" {
		if s.Unknown = slices.Index(c.Special, c.Unknown); s.Unknown < 0 {
			s.Unknown = 0
			s.Tokens = append(s.Tokens, c.Unknown)
		}
	}
	s.Tokens = append(s.Tokens, c.Special...)
	s.Scores = make([]float64, len(s.Tokens))
	for _, p := range c.choose(m, c.Size-len(s.Tokens)) {
		s.Tokens, s.Scores = append(s.Tokens, p.text), append(s.Scores, p.score)
	}
	return s
}

// choose takes all characters, those that are no piece with the worst score and a
// little more each, and pieces in the order in which they are kept until there are
// n. The result is the likeliest first.
func (c Unigram) choose(m *mixture, n int) []piece {
	const more = 1e-4
	scores := map[string]float64{}
	for _, p := range m.pieces {
		scores[p.text] = p.score
	}
	var chosen []piece
	penalty, worst := 0.0, m.worst()
	for _, letter := range alphabet(m.words, c.Alphabet, 0) {
		score, ok := scores[string(letter)]
		if !ok {
			score = worst + penalty
			penalty += more
		}
		delete(scores, string(letter))
		chosen = append(chosen, piece{text: string(letter), score: score})
	}
	byOrder(m.pieces)
	for _, p := range m.pieces {
		if _, ok := scores[p.text]; ok && len(chosen) < n && !slices.Contains(c.Special, p.text) {
			chosen = append(chosen, p)
		}
	}
	slices.SortStableFunc(chosen, func(a, b piece) int { return cmp.Compare(b.score, a.score) })
	return chosen
}

func byOrder(pieces []piece) {
	slices.SortFunc(pieces, func(a, b piece) int { return cmp.Compare(a.order, b.order) })
}

// worst is the lowest score of a piece.
func (m *mixture) worst() float64 {
	worst := math.Inf(1)
	for _, p := range m.pieces {
		worst = min(worst, p.score)
	}
	return worst
}
