package model

import "fmt"

// bytes is the ids of <0x00> … <0xFF>, -1 where there is none.
func (v *vocabulary) bytes() (ids [256]int32) {
	for b := range ids {
		token := fmt.Sprintf("<0x%02X>", b)
		ids[b] = v.optional(&token)
	}
	return ids
}

// spelt says that all bytes of text have ids.
func spelt(text []byte, ids *[256]int32) bool {
	for _, b := range text {
		if ids[b] < 0 {
			return false
		}
	}
	return true
}
