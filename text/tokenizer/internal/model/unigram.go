package model

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/trie"
)

// Unigram takes the pieces whose scores, logarithms of probabilities, have the
// largest sum (Kudo 2018, by Viterbi's algorithm). A character that is no token
// scores 10 less than the worst token; such ones that follow each other are one
// piece.
type Unigram struct {
	vocabulary
	scores       []float64
	unknownID    int32 // -1: something unknown is an error
	unknownScore float64
	byteFallback bool
	single       bool
	bytes        [256]int32 // ids of <0xNN>, -1 where there is none
	tokens       *trie.Trie
}

// UnigramSpec is what makes a Unigram; ids are places.
type UnigramSpec struct {
	Tokens       []string
	Scores       []float64
	Unknown      int // -1: something unknown is an error
	ByteFallback bool
	Worst        *float64 // score, which what is unknown is compared with; nil: of Scores
	Single       bool     // sums are kept in 32 bits, as SentencePiece does, not in 64
}

// arrival is the best way to a place in a word.
type arrival struct {
	score float64
	start int32 // of the last piece, or nowhere
	id    int32
}

const (
	nowhere       = -1
	unknownCosts  = 10
	longestOfWord = math.MaxInt32 - 1
)

var (
	errNoUnknown = errors.New("something in a word is unknown, and there is no unknown token")
	errTooLong   = errors.New("a word of 2 GB")
)

// NewUnigram makes a Unigram.
func NewUnigram(spec UnigramSpec) (*Unigram, error) {
	if len(spec.Tokens) != len(spec.Scores) || spec.Unknown < -1 || spec.Unknown >= len(spec.Tokens) {
		return nil, fmt.Errorf("Unigram: %d tokens, %d scores, unknown is %d", len(spec.Tokens), len(spec.Scores), spec.Unknown)
	}
	v, err := newVocabulary(spec.Tokens, nil)
	if err != nil {
		return nil, err
	}
	m := &Unigram{
		vocabulary: *v, scores: spec.Scores, unknownID: int32(spec.Unknown),
		byteFallback: spec.ByteFallback, single: spec.Single, bytes: v.bytes(),
	}
	worst := math.Inf(1)
	for _, score := range spec.Scores {
		worst = min(worst, score)
	}
	if spec.Worst != nil {
		worst = *spec.Worst
	}
	m.unknownScore = m.kept(worst - unknownCosts)
	keys := make([]trie.Key, len(spec.Tokens))
	for place, token := range spec.Tokens {
		keys[place] = trie.Key{Text: token, Value: int32(place)}
	}
	m.tokens = trie.New(keys)
	return m, nil
}

// Append adds the word's pieces.
func (m *Unigram) Append(dst []Piece, word []byte, s *Scratch) ([]Piece, error) {
	if len(word) > longestOfWord {
		return dst, errTooLong
	}
	if len(word) == 0 {
		return dst, nil
	}
	words := s.of(m)
	known, hash := words.find(word)
	if known != nil {
		return append(dst, known...), nil
	}
	if err := m.search(word, s); err != nil {
		return dst, err
	}
	begin := len(dst)
	dst = m.follow(dst, word, s)
	words.add(word, hash, dst[begin:])
	return dst, nil
}

// search finds the best way to every place of word.
func (m *Unigram) search(word []byte, s *Scratch) error {
	if cap(s.best) <= len(word) {
		s.best = make([]arrival, len(word)+1+len(word)/4)
	}
	best := s.best[:len(word)+1]
	for i := range best {
		best[i] = arrival{start: nowhere}
	}
	for start := 0; start < len(word); {
		size := 1
		if word[start] >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(word[start:])
		}
		score := best[start].score
		if !m.reach(best, word, start, size, &s.steps) {
			sum := m.kept(score + m.unknownScore)
			if to := &best[start+size]; to.start == nowhere || sum > to.score {
				if m.unknownID < 0 {
					return errNoUnknown
				}
				*to = arrival{sum, int32(start), m.unknownID}
			}
		}
		start += size
	}
	return nil
}

// reach goes on from start by every token there, and says whether one is the
// character there, of size bytes.
func (m *Unigram) reach(best []arrival, word []byte, start, size int, steps *int) (single bool) {
	n, score := int32(trie.Root), best[start].score
	for i := start; i < len(word); i++ {
		*steps++
		if n = m.tokens.Next(n, word[i]); n < 0 {
			break
		}
		id := m.tokens.Value(n)
		if id < 0 {
			continue
		}
		single = single || i+1 == start+size
		to := &best[i+1]
		if sum := m.kept(m.scores[id] + score); to.start == nowhere || sum > to.score {
			*to = arrival{sum, int32(start), id}
		}
	}
	return single
}

// kept is a sum as it is kept.
func (m *Unigram) kept(sum float64) float64 {
	if m.single {
		return float64(float32(sum))
	}
	return sum
}
