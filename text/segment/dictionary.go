package segment

import (
	"fmt"
	"unicode/utf8"
)

// Dictionary is words and how often each was counted, in a tree of their
// characters, so that all words which begin at a place are found in one walk. It
// is not to be changed while a Segmenter uses it.
type Dictionary struct {
	edges  map[uint64]int32 // (node, character) → node; the root is 0
	counts []int64          // by node; 0: no word ends here
	words  []string         // in the order in which they were added
	total  int64
}

// NewDictionary has no words.
func NewDictionary() *Dictionary {
	return &Dictionary{edges: map[uint64]int32{}, counts: make([]int64, 1)}
}

// NewDictionaryOf counts the words of segmented sentences.
func NewDictionaryOf(sentences [][]string) *Dictionary {
	d := NewDictionary()
	for _, words := range sentences {
		for _, w := range words {
			if w != "" {
				d.add(w, 1)
			}
		}
	}
	return d
}

// Add counts a word count times more. A word that is empty or no UTF-8, and a count
// below 1, are errors.
func (d *Dictionary) Add(word string, count int64) error {
	if word == "" || !utf8.ValidString(word) {
		return fmt.Errorf("segment: word %q: want characters, in UTF-8", word)
	}
	const most = 1 << 40
	if count < 1 || count > most {
		return fmt.Errorf("segment: word %q: count %d: want 1 to %d", word, count, int64(most))
	}
	d.add(word, count)
	return nil
}

func (d *Dictionary) add(word string, count int64) {
	at := int32(0)
	for _, r := range word {
		e := uint64(at)<<32 | uint64(r)
		to, ok := d.edges[e]
		if !ok {
			to = int32(len(d.counts))
			d.counts = append(d.counts, 0)
			d.edges[e] = to
		}
		at = to
	}
	if d.counts[at] == 0 {
		d.words = append(d.words, word)
	}
	d.counts[at] += count
	d.total += count
}

// Len is how many words there are.
func (d *Dictionary) Len() int { return len(d.words) }

// Words are all, in the order in which they were added. The slice is not to be
// changed.
func (d *Dictionary) Words() []string { return d.words }

// Total is the sum of their counts.
func (d *Dictionary) Total() int64 { return d.total }

// Count is how often a word was counted: 0 if it is not there.
func (d *Dictionary) Count(word string) int64 { return d.counts[max(d.node(word), 0)] }

// node is where a word ends, or would: -1 if no word begins so.
func (d *Dictionary) node(word string) int32 {
	at := int32(0)
	for _, r := range word {
		to, ok := d.edges[uint64(at)<<32|uint64(r)]
		if !ok {
			return -1
		}
		at = to
	}
	return at
}

// found is a word of the dictionary in a text: how many atoms it covers, and its
// node.
type found struct {
	atoms int
	node  int32
}

// at appends the words that begin with the first of some atoms, shortest first. A
// word neither ends inside an atom nor reaches over white space.
func (d *Dictionary) at(text string, list []atom, parted []bool, words []found) []found {
	at := int32(0)
	for i, a := range list {
		if i > 0 && parted[i] {
			break
		}
		for _, r := range text[a.from:a.to] {
			to, ok := d.edges[uint64(at)<<32|uint64(r)]
			if !ok {
				return words
			}
			at = to
		}
		if d.counts[at] > 0 {
			words = append(words, found{i + 1, at})
		}
	}
	return words
}
