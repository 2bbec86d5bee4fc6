package unicode15

import (
	"slices"
	"strings"
	"sync"
)

// Range is the characters from First to Last.
type Range struct{ First, Last rune }

// class is a class that regular expressions name.
type class struct {
	name   string
	ranges []Range
}

// Named is the class of a name: a general category of two letters ("Lu"), a
// script ("Han") or a POSIX bracket ("[:alpha:]"). It is not to be changed.
func Named(name string) (ranges []Range, found bool) {
	i, found := slices.BinarySearchFunc(named[:], name, func(c class, name string) int { return strings.Compare(c.name, name) })
	if !found {
		return nil, false
	}
	return named[i].ranges, true
}

// NamedLike is Named by a name whose case, spaces, hyphens and low lines do not
// matter, as in \p{...}.
func NamedLike(name string) (ranges []Range, found bool) {
	name = Loose(name)
	for _, c := range named {
		if Loose(c.name) == name {
			return c.ranges, true
		}
	}
	return nil, false
}

// In reports whether a character is in some ranges, which are in order, as those
// of a class are.
func In(ranges []Range, r rune) bool {
	from, to := 0, len(ranges)
	for from < to {
		middle := int(uint(from+to) / 2)
		switch {
		case r < ranges[middle].First:
			to = middle
		case r > ranges[middle].Last:
			from = middle + 1
		default:
			return true
		}
	}
	return false
}

// Loose is a name without what does not matter in \p{...}.
func Loose(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

// Fold has the characters that are one with r when case does not matter, itself
// included; "" if r is alone.
func Fold(r rune) string { return foldOf()[r] }

// EachFold calls do with every set of characters that are one when case does not
// matter.
func EachFold(do func(set string)) {
	for _, set := range folds {
		do(set)
	}
}

var foldOf = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string, 2*len(folds))
	for _, set := range folds {
		for _, r := range set {
			m[r] = set
		}
	}
	return m
})
