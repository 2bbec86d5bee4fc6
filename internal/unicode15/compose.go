package unicode15

import "slices"

// compose puts together, in place, what is in canonical order, and says how many
// characters that leaves. A character that takes another in stands for both.
func compose(list []Change) int {
	starter, written := -1, 0 // starter is the place of what marks may join
	var last uint8            // the class of what was written behind it
	for _, c := range list {
		class := CombiningClass(c.Rune)
		blocked := starter >= 0 && written > starter+1 && (last >= class || class == 0)
		if starter >= 0 && !blocked {
			if r, found := joined(list[starter].Rune, c.Rune); found {
				list[starter].Rune = r
				list[starter].Step += c.Step - 1
				continue
			}
		}
		if class == 0 {
			starter = written
		}
		last = class
		list[written] = c
		written++
	}
	return written
}

// joined is the primary composite of two characters.
func joined(first, next rune) (r rune, found bool) {
	if !has(next, second) {
		return 0, false
	}
	if l := first - lead; 0 <= l && l < leads {
		if v := next - vowel; 0 <= v && v < vowels {
			return syllable + (l*vowels+v)*tails, true
		}
		return 0, false
	}
	if s := first - syllable; 0 <= s && s < syllables && s%tails == 0 {
		if t := next - tail; 0 < t && t < tails {
			return first + t, true
		}
		return 0, false
	}
	i, found := slices.BinarySearch(pairs[:], uint64(first)<<21|uint64(next))
	if !found {
		return 0, false
	}
	return composites[i], true
}
