package sentencepiece

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// charsmap is what some strings become: a double-array trie (Darts) of them, whose
// values are places of texts, each ended by a zero byte.
type charsmap struct {
	units []uint32
	texts []byte
}

var errCharsmap = errors.New("precompiled_charsmap: it ends too early")

func newCharsmap(blob []byte) (*charsmap, error) {
	if len(blob) < 4 {
		return nil, errCharsmap
	}
	n := binary.LittleEndian.Uint32(blob)
	if blob = blob[4:]; uint64(n) > uint64(len(blob)) {
		return nil, errCharsmap
	}
	if n%4 != 0 || n == 0 {
		return nil, fmt.Errorf("precompiled_charsmap: a trie of %d bytes: want a multiple of 4", n)
	}
	c := &charsmap{units: make([]uint32, n/4), texts: blob[n:]}
	for i := range c.units {
		c.units[i] = binary.LittleEndian.Uint32(blob[4*i:])
	}
	if !utf8.Valid(c.texts) {
		return nil, errors.New("precompiled_charsmap: its texts are not UTF-8")
	}
	return c, nil
}

// longest is what the longest known string at the start of text becomes, and how
// long that string is; 0 if none is known.
func (c *charsmap) longest(text []byte) (becomes []byte, length int) {
	value := uint32(0)
	at := offset(c.units[0])
	for i, b := range text {
		at ^= uint32(b)
		if at >= uint32(len(c.units)) {
			break
		}
		unit := c.units[at]
		if unit&(1<<31|0xFF) != uint32(b) {
			break
		}
		at ^= offset(unit)
		whole := i+1 == len(text) || utf8.RuneStart(text[i+1])
		if unit>>8&1 == 1 && at < uint32(len(c.units)) && whole {
			value, length = c.units[at]&^(1<<31), i+1
		}
	}
	if length == 0 || uint64(value) > uint64(len(c.texts)) {
		return nil, 0
	}
	if becomes = c.texts[value:]; len(becomes) > 0 && !utf8.RuneStart(becomes[0]) {
		return nil, 0
	}
	if end := bytes.IndexByte(becomes, 0); end >= 0 {
		becomes = becomes[:end]
	}
	return becomes, length
}

func offset(unit uint32) uint32 { return unit >> 10 << (unit & (1 << 9) >> 6) }
