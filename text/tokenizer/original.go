package tokenizer

import (
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// original is where a piece of a word is in the text. As in the reference, one
// that ends behind its word, since BPE has spelt the prefix or the suffix of a
// character in bytes, is where it would be if the word were the text, in whole
// characters; what would be behind the text, where the reference counts on, is at
// its end.
func (p *pipeline) original(piece model.Piece, word, base int) (start, end int) {
	if int(piece.End) > word {
		return character(p.source, int(piece.Start)), character(p.source, int(piece.End))
	}
	start, end = int(piece.Start)+base, int(piece.End)+base
	if p.text.Identity() { // a byte stands for its character
		text := p.text.Bytes()
		for start > 0 && start < len(text) && !utf8.RuneStart(text[start]) {
			start--
		}
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
	}
	return p.text.Original(start, end)
}

// character is where the character begins that byte at is of, or where the text ends.
func character(text string, at int) int {
	if at >= len(text) {
		return len(text)
	}
	for from := at; from >= max(0, at-utf8.UTFMax+1); from-- {
		if !utf8.RuneStart(text[from]) {
			continue
		}
		if _, n := utf8.DecodeRuneInString(text[from:]); from+n > at {
			return from
		}
		break
	}
	return at // of no character
}
