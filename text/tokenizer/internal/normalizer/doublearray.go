package normalizer

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// doubleArray is a trie of SentencePiece's (Darts-clone): each unit says, by
// bits, what label leads to it, how far its children are, and whether a child is
// a value.
type doubleArray []uint32

func hasValue(unit uint32) bool { return unit>>8&1 == 1 }
func label(unit uint32) uint32  { return unit & (1<<31 | 0xFF) }
func value(unit uint32) uint32  { return unit & (1<<31 - 1) }
func offset(unit uint32) uint32 { return unit >> 10 << (unit & (1 << 9) >> 6) }

// shortest is the value of the shortest key with which text begins.
func (d doubleArray) shortest(text []byte) (found int, ok bool) {
	at := offset(d[0])
	for _, c := range text {
		if c == 0 {
			return 0, false
		}
		if at ^= uint32(c); at >= uint32(len(d)) {
			return 0, false
		}
		unit := d[at]
		if label(unit) != uint32(c) {
			return 0, false
		}
		at ^= offset(unit)
		if hasValue(unit) {
			if at >= uint32(len(d)) {
				return 0, false
			}
			return int(value(d[at])), true
		}
	}
	return 0, false
}

// readMap reads a character map: the trie's size in bytes, the trie, and texts.
func readMap(data []byte) (*precompiled, error) {
	if len(data) < 4 {
		return nil, fmt.Errorf("%d bytes: want a size of four", len(data))
	}
	size := binary.LittleEndian.Uint32(data)
	data = data[4:]
	if uint64(size) > uint64(len(data)) || size < 4 {
		return nil, fmt.Errorf("a trie of %d bytes in %d", size, len(data))
	}
	trie := make(doubleArray, size/4)
	for i := range trie {
		trie[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
	texts := data[len(trie)*4:]
	if !utf8.Valid(texts) {
		return nil, fmt.Errorf("texts that are not UTF-8")
	}
	return &precompiled{trie, string(texts)}, nil
}
