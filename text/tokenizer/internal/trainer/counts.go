package trainer

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// Counts is words, and how often each came. The zero value is empty.
type Counts struct {
	seed  maphash.Seed
	table []int32 // places + 1, 0 is free: open addressing, at most half full
	words []counted
	text  []byte // of all words
}

type counted struct {
	hash       uint64
	begin, end int // in text
	count      int64
}

// Add counts a word n times.
func (c *Counts) Add(word []byte, n int64) {
	if c.table == nil {
		c.seed, c.table = maphash.MakeSeed(), make([]int32, 1<<10)
	}
	hash := maphash.Bytes(c.seed, word)
	at := c.find(word, hash)
	if place := c.table[at]; place > 0 {
		c.words[place-1].count += n
		return
	}
	begin := len(c.text)
	c.text = append(c.text, word...)
	c.words = append(c.words, counted{hash, begin, len(c.text), n})
	c.table[at] = int32(len(c.words))
	if 2*len(c.words) > len(c.table) {
		c.grow()
	}
}

// find is where a word is in the table, or should be.
func (c *Counts) find(word []byte, hash uint64) int {
	mask := len(c.table) - 1
	for i := int(hash>>32) & mask; ; i = (i + 1) & mask {
		place := c.table[i]
		if place == 0 {
			return i
		}
		if w := &c.words[place-1]; w.hash == hash && bytes.Equal(c.text[w.begin:w.end], word) {
			return i
		}
	}
}

func (c *Counts) grow() {
	c.table = make([]int32, 2*len(c.table))
	mask := len(c.table) - 1
	for place, w := range c.words {
		i := int(w.hash>>32) & mask
		for c.table[i] > 0 {
			i = (i + 1) & mask
		}
		c.table[i] = int32(place + 1)
	}
}

// Word is a word and how often it came.
type Word struct {
	Text  []byte
	Count int64
}

// Sorted is all words of some counts, in the order of their bytes.
func Sorted(all []*Counts) []Word {
	total := &Counts{}
	for _, c := range all {
		for _, w := range c.words {
			total.Add(c.text[w.begin:w.end], w.count)
		}
	}
	words := make([]Word, len(total.words))
	for i, w := range total.words {
		words[i] = Word{total.text[w.begin:w.end:w.end], w.count}
	}
	slices.SortFunc(words, func(a, b Word) int { return bytes.Compare(a.Text, b.Text) })
	return words
}
