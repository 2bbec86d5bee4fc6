package clean

import (
	"fmt"
	"math"
)

// NearDuplicates drops a text that is nearly the same as one before it: whose MinHash
// signature says that they share at least a part of their shingles, stretches of five
// characters. It compares a text only with those that have a band of the signature in
// common (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4), and
// remembers the last texts, so many, in memory that never grows and that Bytes
// tells. Texts of fewer than 20 shingles stay: too little is known of them.
type NearDuplicates struct {
	threshold float64
	hash      *hasher
	rows      int         // of a band
	texts     []signature // a ring
	next      int         // place in it
	count     int         // of texts in it
	bands     []band
}

// NearDuplicatesRemembered is how many texts NewNearDuplicates remembers if it is
// given 0: for about 72 MB.
const NearDuplicatesRemembered = 1e5

// NewNearDuplicates drops texts that share threshold or more, 0.8 as a rule. The seed
// draws the hashes: the same drops the same. A threshold below 0.3 or above 1, and to
// remember fewer than 1 or more than 2^28, are errors.
func NewNearDuplicates(threshold float64, remember int, seed uint64) (*NearDuplicates, error) {
	if remember == 0 {
		remember = NearDuplicatesRemembered
	}
	if !(threshold >= 0.3 && threshold <= 1) {
		return nil, fmt.Errorf("near-duplicates: threshold %v: want 0.3 to 1, such as 0.8", threshold)
	}
	if remember < 1 || remember > 1<<28 {
		return nil, fmt.Errorf("near-duplicates: to remember %d texts: want 1 to %d", remember, 1<<28)
	}
	d := &NearDuplicates{threshold: threshold, hash: newHasher(seed), rows: rowsFor(threshold)}
	d.texts = make([]signature, remember)
	d.bands = make([]band, minHashes/d.rows)
	for i := range d.bands {
		d.bands[i] = newBand(remember)
	}
	return d, nil
}

// rowsFor is the longest band with which texts of the threshold are found as a rule:
// two that share J have a band of r rows in common with a probability of
// 1 - (1 - J^r)^(128/r).
func rowsFor(threshold float64) int {
	const sure = 0.9
	rows := 1
	for r := 2; r <= 32; r *= 2 {
		if 1-math.Pow(1-math.Pow(threshold, float64(r)), minHashes/float64(r)) >= sure {
			rows = r
		}
	}
	return rows
}

// Name is "near-duplicates".
func (*NearDuplicates) Name() string { return "near-duplicates" }

// Bytes is the memory that it takes, from the beginning.
func (d *NearDuplicates) Bytes() int64 {
	n := int64(len(d.texts)) * minHashes * 4
	for _, b := range d.bands {
		n += 4 * int64(len(b.heads)+len(b.before)+len(b.after))
	}
	return n
}

// Keep compares with what is remembered. A text that stays is remembered.
func (d *NearDuplicates) Keep(text string) bool {
	const fewest = 20
	var s signature
	if d.hash.sign(text, &s) < fewest {
		return true
	}
	for i := range d.bands {
		if d.found(i, &s) {
			return false
		}
	}
	d.remember(&s)
	return true
}

// found looks through the texts that share a band, the latest first. Those of one
// band are many only if their texts are alike, or somebody means harm: so not all.
func (d *NearDuplicates) found(i int, s *signature) bool {
	const most = 100
	b := &d.bands[i]
	at := b.heads[b.slot(d.rowsOf(i, s))]
	for n := 0; at != none && n < most; n++ {
		if d.texts[at].alike(s) >= d.threshold {
			return true
		}
		at = b.before[at]
	}
	return false
}

func (d *NearDuplicates) rowsOf(i int, s *signature) []uint32 { return s[i*d.rows : (i+1)*d.rows] }

// remember puts a signature in place of the oldest.
func (d *NearDuplicates) remember(s *signature) {
	at := int32(d.next)
	for i := range d.bands {
		b := &d.bands[i]
		if d.count == len(d.texts) {
			b.remove(b.slot(d.rowsOf(i, &d.texts[at])), at)
		}
		b.add(b.slot(d.rowsOf(i, s)), at)
	}
	d.texts[at] = *s
	d.next = (d.next + 1) % len(d.texts)
	d.count = min(d.count+1, len(d.texts))
}

// band is, for the same rows of all signatures, lists of the texts whose rows hash
// alike.
type band struct {
	heads  []int32 // by hash: the latest text; none if there is none
	before []int32 // by text: the one before it in its list
	after  []int32 // and the one after it
}

// none is no text.
const none int32 = -1

func newBand(texts int) band {
	size := 1
	for size < texts {
		size *= 2
	}
	b := band{make([]int32, size), make([]int32, texts), make([]int32, texts)}
	for i := range b.heads {
		b.heads[i] = none
	}
	return b
}

// slot is the place of rows in heads.
func (b *band) slot(rows []uint32) int {
	x := uint64(0)
	for _, r := range rows {
		x = (x ^ uint64(r)) * 0xD6E8FEB86659FD93
		x ^= x >> 32
	}
	return int(x & uint64(len(b.heads)-1))
}

func (b *band) add(slot int, text int32) {
	head := b.heads[slot]
	if head != none {
		b.after[head] = text
	}
	b.before[text], b.after[text] = head, none
	b.heads[slot] = text
}

// remove takes the oldest text of all, which is the last of its list.
func (b *band) remove(slot int, text int32) {
	if next := b.after[text]; next != none {
		b.before[next] = none
	} else {
		b.heads[slot] = none
	}
}
