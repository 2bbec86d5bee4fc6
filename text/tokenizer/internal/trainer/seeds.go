package trainer

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// seeds is the pieces to begin with: all characters of the words, and the
// substrings that score highest, where a substring scores the number of its places
// in the distinct words times its characters. Of substrings that always go on the
// same way only the longest counts.
func (c Unigram) seeds(words []Word) []piece {
	var pieces []piece
	for letter, n := range letterCounts(words) {
		pieces = append(pieces, piece{text: string(letter), score: float64(n)})
	}
	slices.SortFunc(pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.text, a.text))
	})
	found := newSuffixes(words, c.LongestPiece, c.Workers).repeated()
	slices.SortFunc(found, func(a, b substring) int {
		return cmp.Or(cmp.Compare(b.score, a.score), bytes.Compare(b.text, a.text))
	})
	for _, s := range found[:min(len(found), max(c.Seeds-len(pieces), 0))] {
		pieces = append(pieces, piece{text: string(s.text), score: float64(s.score)})
	}
	sum := 0.0
	for i := range pieces {
		pieces[i].order = i
		sum += pieces[i].score
	}
	for i := range pieces {
		pieces[i].score = math.Log(pieces[i].score) - math.Log(sum)
	}
	return pieces
}

// letterCounts is how often each character comes.
func letterCounts(words []Word) map[rune]int64 {
	counts := map[rune]int64{}
	for _, w := range words {
		for i := 0; i < len(w.Text); {
			r, size := utf8.DecodeRune(w.Text[i:])
			if r != 0 {
				counts[r] += w.Count
			}
			i += size
		}
	}
	return counts
}
