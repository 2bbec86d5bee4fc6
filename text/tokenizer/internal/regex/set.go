package regex

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// set is a set of characters: ranges in order that do not touch, and ASCII once
// more as bits.
type set struct {
	ascii  [2]uint64
	ranges []unicode15.Range
}

const last = utf8.MaxRune

// newSet makes ranges in any order a set.
func newSet(ranges []unicode15.Range) *set {
	list := slices.Clone(ranges)
	slices.SortFunc(list, func(a, b unicode15.Range) int { return cmp.Compare(a.First, b.First) })
	s := &set{}
	for _, r := range list {
		if n := len(s.ranges); n > 0 && r.First <= s.ranges[n-1].Last+1 {
			s.ranges[n-1].Last = max(s.ranges[n-1].Last, r.Last)
			continue
		}
		s.ranges = append(s.ranges, r)
	}
	for _, r := range s.ranges {
		for c := r.First; c <= min(r.Last, utf8.RuneSelf-1); c++ {
			s.ascii[c>>6] |= 1 << (c & 63)
		}
	}
	return s
}

func single(r rune) *set { return newSet([]unicode15.Range{{First: r, Last: r}}) }

func (s *set) has(r rune) bool {
	if uint32(r) < utf8.RuneSelf {
		return s.ascii[r>>6]>>(r&63)&1 != 0
	}
	low, high := 0, len(s.ranges)
	for low < high {
		middle := int(uint(low+high) / 2)
		if s.ranges[middle].Last < r {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low < len(s.ranges) && s.ranges[low].First <= r
}

func (s *set) not() *set {
	var list []unicode15.Range
	next := rune(0)
	for _, r := range s.ranges {
		if next < r.First {
			list = append(list, unicode15.Range{First: next, Last: r.First - 1})
		}
		next = r.Last + 1
	}
	if next <= last {
		list = append(list, unicode15.Range{First: next, Last: last})
	}
	return newSet(list)
}

func (s *set) or(t *set) *set { return newSet(slices.Concat(s.ranges, t.ranges)) }

func (s *set) and(t *set) *set { return s.not().or(t.not()).not() }

// folded adds whatever is one with a member when case does not matter.
func (s *set) folded() *set {
	list := slices.Clone(s.ranges)
	unicode15.EachFold(func(group string) {
		member := false
		for _, r := range group {
			member = member || s.has(r)
		}
		if !member {
			return
		}
		for _, r := range group {
			list = append(list, unicode15.Range{First: r, Last: r})
		}
	})
	return newSet(list)
}

// firstBytes adds the bytes with which the members begin.
func (s *set) firstBytes(to *[256]bool) {
	for _, r := range s.ranges {
		for c := r.First; c <= r.Last; {
			var buf [utf8.UTFMax]byte
			utf8.EncodeRune(buf[:], c)
			to[buf[0]] = true
			// The next character that begins with another byte.
			switch {
			case c < utf8.RuneSelf:
				c++
			case c < 1<<11:
				c = c&^(1<<6-1) + 1<<6
			case c < 1<<16:
				c = c&^(1<<12-1) + 1<<12
			default:
				c = c&^(1<<18-1) + 1<<18
			}
		}
	}
}
