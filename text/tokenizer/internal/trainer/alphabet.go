package trainer

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// alphabet is the characters of words and of always, in order: the most frequent
// ones if there are more than limit, where those of always count as most frequent.
// Of equally frequent ones the smaller stays.
func alphabet(words []Word, always []rune, limit int) []rune {
	counts := map[rune]int64{}
	var few [utf8.RuneSelf]int64
	for _, w := range words {
		for i := 0; i < len(w.Text); {
			if b := w.Text[i]; b < utf8.RuneSelf {
				few[b] += w.Count
				i++
				continue
			}
			r, size := utf8.DecodeRune(w.Text[i:])
			counts[r] += w.Count
			i += size
		}
	}
	for r, n := range few {
		if n > 0 {
			counts[rune(r)] = n
		}
	}
	for _, r := range always {
		counts[r] = math.MaxInt64
	}
	kept := make([]rune, 0, len(counts))
	for r := range counts {
		kept = append(kept, r)
	}
	if limit > 0 && len(kept) > limit {
		slices.SortFunc(kept, func(a, b rune) int {
			return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
		})
		kept = kept[:limit]
	}
	slices.Sort(kept)
	return kept
}
