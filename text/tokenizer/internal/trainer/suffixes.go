package trainer

import (
	"encoding/binary"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// suffixes is the places of a text at which characters begin, in the order of what
// begins there: a suffix array that looks no further than is needed to tell
// substrings of up to longest characters apart. The text is the words with a zero
// behind each.
type suffixes struct {
	text    []byte
	places  []place
	longest int // characters
}

// place is where a suffix begins, and its next eight bytes, by which it is sorted.
type place struct {
	key uint64
	at  uint32
}

// longestText is the bytes of all words, and one for each, that places reach.
const longestText = math.MaxUint32

func length(words []Word) (n int) {
	for _, w := range words {
		n += len(w.Text) + 1
	}
	return n
}

// substring is text that comes more than once.
type substring struct {
	text  []byte
	score int64 // places times characters
}

// newSuffixes sorts the places of words. The order of those that look the same is
// not determined, and does not matter.
func newSuffixes(words []Word, longest, workers int) *suffixes {
	s := &suffixes{longest: longest}
	for _, w := range words {
		s.text = append(append(s.text, w.Text...), 0)
	}
	s.text = append(s.text, make([]byte, 8)...) // so that eight bytes can always be read
	var first [256][]place
	for at, b := range s.text[:len(s.text)-8] {
		if utf8.RuneStart(b) && b != 0 {
			first[b] = append(first[b], place{at: uint32(at)})
		}
	}
	var next atomic.Int32
	var team sync.WaitGroup
	for range workers {
		team.Go(func() {
			for b := next.Add(1) - 1; b < 256; b = next.Add(1) - 1 {
				s.sort(first[b], 0)
			}
		})
	}
	team.Wait()
	s.places = slices.Concat(first[:]...)
	return s
}

// sort sorts places that share their first depth bytes.
func (s *suffixes) sort(places []place, depth int) {
	if len(places) < 2 || depth > utf8.UTFMax*s.longest {
		return
	}
	for i := range places {
		at := int(places[i].at) + depth
		places[i].key = binary.BigEndian.Uint64(s.text[at:])
	}
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case a.key < b.key:
			return -1
		case a.key > b.key:
			return 1
		}
		return 0
	})
	for i := 0; i < len(places); {
		end := i + 1
		for end < len(places) && places[end].key == places[i].key {
			end++
		}
		if !hasZero(places[i].key) {
			s.sort(places[i:end], depth+8)
		}
		i = end
	}
}

func hasZero(key uint64) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	return (key-ones)&^key&tops != 0
}
