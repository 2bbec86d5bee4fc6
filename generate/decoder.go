package generate

import (
	"strings"
	"unicode/utf8"
)

// Decoder turns token ids into text. A character whose bytes are not all there
// yet may come as those bytes or as U+FFFD.
type Decoder interface {
	// Decode is the text of ids that follow each other.
	Decode(ids []int) string
}

// window decodes a row's tokens as they come. What a token reads as depends on
// those before it: a leading space is dropped only at the beginning, a character
// may be spread over tokens. So each is decoded after those that made the text
// before it, at first the prompt, and what is new is taken.
type window struct {
	decoder Decoder
	first   int // token of the window
	seen    int // tokens when all of them had become text last
	taken   int // bytes of the window's text
}

// newWindow takes the prompt's text as read, up to its last character if that is
// not whole.
func newWindow(d Decoder, prompt []int) window {
	whole := d.Decode(prompt)
	w := window{decoder: d, taken: settled(whole)}
	if w.taken == len(whole) {
		w.seen = len(prompt)
	}
	return w
}

// read is the text that tokens add, up to the last character that is whole.
func (w *window) read(tokens []int) string {
	whole := w.decoder.Decode(tokens[w.first:])
	end := settled(whole)
	if end <= w.taken {
		return ""
	}
	added := whole[w.taken:end]
	w.taken = end
	if end == len(whole) {
		w.first, w.seen = w.seen, len(tokens)
		w.taken = settled(w.decoder.Decode(tokens[w.first:]))
	}
	return added
}

// rest is what read has held back.
func (w *window) rest(tokens []int) string {
	whole := w.decoder.Decode(tokens[w.first:])
	if len(whole) <= w.taken {
		return ""
	}
	added := whole[w.taken:]
	w.taken = len(whole)
	return added
}

// settled is how many bytes of s do not change with what follows: all but a last
// character of which bytes are missing. Those that are there, at most three, may
// be shown as one U+FFFD each.
func settled(s string) int {
	for i := len(s) - 1; i >= 0 && i >= len(s)-3; i-- {
		if utf8.RuneStart(s[i]) {
			if !utf8.FullRuneInString(s[i:]) {
				return i
			}
			break
		}
	}
	for range 3 {
		s = strings.TrimSuffix(s, "\uFFFD")
	}
	return len(s)
}
