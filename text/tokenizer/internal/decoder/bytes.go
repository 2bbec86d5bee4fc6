package decoder

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const replacement = "\uFFFD"

// byteFallback makes text of <0xNN> tokens that follow each other, or, if they
// are no UTF-8, U+FFFD of each. Only what follows the last of them shows which.
type byteFallback struct{}

func (byteFallback) step(next sink) sink {
	var held []byte
	flush := func() {
		switch {
		case len(held) == 0:
		case utf8.Valid(held):
			next.piece(string(held), true)
		default:
			for range held {
				next.piece(replacement, true)
			}
		}
		held = held[:0]
	}
	return &whole{next: next, after: flush, token: func(text string) {
		if b, is := hexByte(text); is {
			held = append(held, b)
			return
		}
		flush()
		next.piece(text, true)
	}}
}

// hexByte is the byte that a token <0xNN> spells. As in the reference, NN may be
// +N.
func hexByte(token string) (byte, bool) {
	if len(token) != len("<0xNN>") || !strings.HasPrefix(token, "<0x") || token[5] != '>' {
		return 0, false
	}
	digits := token[3:5]
	if digits[0] == '+' {
		digits = digits[1:]
	}
	b, err := strconv.ParseUint(digits, 16, 8)
	return byte(b), err == nil
}

// byteLevel makes bytes of the letters that stand for them. All tokens become
// one; what is no UTF-8 in them becomes U+FFFD. One letter that stands for none
// leaves its whole token as it is, so behind a step that makes one token of all
// nothing is known before the end.
type byteLevel struct{}

func (byteLevel) step(next sink) sink {
	var held []byte // what may be the beginning of a character
	return &whole{next: next, token: func(text string) {
		held = appendBytes(held, text)
		if n := wholeCharacters(held); n > 0 {
			next.piece(lossy(held[:n]), false)
			held = append(held[:0], held[n:]...)
		}
	}, after: func() {
		next.piece(lossy(held), true)
		held = held[:0]
	}}
}

// wholeCharacters is how many bytes do not wait for others.
func wholeCharacters(text []byte) int {
	for i := len(text) - 1; i >= max(0, len(text)-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return i
			}
			break
		}
	}
	return len(text)
}

// appendBytes adds the bytes of a token, or the token itself if a letter in it
// stands for none.
func appendBytes(dst []byte, token string) []byte {
	before := len(dst)
	for _, r := range token {
		if int(r) >= len(letterBytes) || letterBytes[r] < 0 {
			return append(dst[:before], token...)
		}
		dst = append(dst, byte(letterBytes[r]))
	}
	return dst
}

// letterBytes is the byte that GPT-2's letters stand for, -1 for none: a letter
// that can be seen stands for itself, the others follow U+0100 in order.
var letterBytes = func() (bytes [256 + 68]int16) {
	for i := range bytes {
		bytes[i] = -1
	}
	next := 256
	for b := range 256 {
		if b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE {
			bytes[b] = int16(b)
		} else {
			bytes[next] = int16(b)
			next++
		}
	}
	return bytes
}()

// byteLetters is the letter that stands for a byte.
var byteLetters = func() (letters [256]rune) {
	for letter, b := range letterBytes {
		if b >= 0 {
			letters[b] = rune(letter)
		}
	}
	return letters
}()

// Letters spells bytes with the letters that stand for them.
func Letters(bytes []byte) string {
	var text strings.Builder
	for _, b := range bytes {
		text.WriteRune(byteLetters[b])
	}
	return text.String()
}

// lossy is bytes as UTF-8, with U+FFFD for every part that is none: a beginning of
// a character as long as it is right, or else a byte (Unicode 15, 3.9, "maximal
// subparts").
func lossy(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var text strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			text.WriteString(replacement)
			n = subpart(b)
		} else {
			text.Write(b[:n])
		}
		b = b[n:]
	}
	return text.String()
}

// subpart is how long the maximal subpart of a character is that b, which begins
// with no character, begins with.
func subpart(b []byte) int {
	for n := min(len(b), utf8.UTFMax-1); n > 1; n-- {
		if !utf8.FullRune(b[:n]) {
			return n
		}
	}
	return 1
}
