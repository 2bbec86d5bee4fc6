package clean

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Duplicates drops a text that is the same as one before it, byte for byte. It knows
// texts by 16 bytes of their SHA-256, and remembers so many of them: when that is
// reached the older half is forgotten, so that its memory, which Bytes tells, never
// grows. Texts of white space only stay.
type Duplicates struct {
	young, old hashSet
	half       int
}

// DuplicatesRemembered is how many texts NewDuplicates remembers if it is given 0:
// four million, for 128 MB.
const DuplicatesRemembered = 4 << 20

// NewDuplicates remembers so many texts, and always the half of them seen last: 0 is
// DuplicatesRemembered. Below 2 or above 2^30 is an error.
func NewDuplicates(remember int) (*Duplicates, error) {
	if remember == 0 {
		remember = DuplicatesRemembered
	}
	if remember < 2 || remember > 1<<30 {
		return nil, fmt.Errorf("duplicates: to remember %d texts: want 2 to %d", remember, 1<<30)
	}
	return &Duplicates{half: (remember + 1) / 2}, nil
}

// Name is "duplicates".
func (*Duplicates) Name() string { return "duplicates" }

// Bytes is the most memory that it will take.
func (d *Duplicates) Bytes() int64 { return 2 * 16 * int64(slotsFor(d.half)) }

// Keep looks whether the text is remembered, and remembers it.
func (d *Duplicates) Keep(text string) bool {
	if !(Empty{}).Keep(text) {
		return true
	}
	sum := sha256.Sum256([]byte(text))
	key := [2]uint64{binary.LittleEndian.Uint64(sum[:]), binary.LittleEndian.Uint64(sum[8:])}
	key[0] |= 1 // 0 is an empty slot
	if d.young.has(key) {
		return false
	}
	known := d.old.has(key)
	if d.young.n == d.half {
		d.young, d.old = d.old, d.young
		d.young.clear()
	}
	d.young.add(key, slotsFor(d.half))
	return !known
}

// hashSet is a set of hashes in one array, doubled while it may be.
type hashSet struct {
	slots [][2]uint64
	n     int
}

// slotsFor is the size of the array of a set of n: a power of 2, so that three in
// four slots are in use at most.
func slotsFor(n int) int {
	size := 16
	for size*3/4 < n {
		size *= 2
	}
	return size
}

func (s *hashSet) clear() {
	clear(s.slots)
	s.n = 0
}

func (s *hashSet) has(key [2]uint64) bool {
	if len(s.slots) == 0 {
		return false
	}
	at := s.find(key)
	return s.slots[at] == key
}

// find is the slot of a key, or the empty one where it would be.
func (s *hashSet) find(key [2]uint64) uint64 {
	mask := uint64(len(s.slots) - 1)
	at := key[1] & mask
	for s.slots[at] != key && s.slots[at][0] != 0 {
		at = (at + 1) & mask
	}
	return at
}

// add puts a key in that is not there, into at most so many slots.
func (s *hashSet) add(key [2]uint64, most int) {
	if len(s.slots) < most && s.n >= len(s.slots)*3/4 {
		old := s.slots
		s.slots = make([][2]uint64, max(16, 2*len(old)))
		for _, k := range old {
			if k[0] != 0 {
				s.slots[s.find(k)] = k
			}
		}
	}
	s.slots[s.find(key)] = key
	s.n++
}
