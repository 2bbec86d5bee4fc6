package viz

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marks for what would not be seen, and SentencePiece's own for a space.
const (
	spaceMark   = '␣'
	newlineMark = '↵'
	pieceMark   = '▁'
	markBase    = '◌' // carries a combining mark that begins a token
)

// visible is a token as it is shown: nothing in it is blank, invisible or
// turns the direction of the text around it.
func visible(token string) string {
	if token == "" {
		return `""`
	}
	var b strings.Builder
	for i, r := range token {
		switch {
		case r == ' ':
			b.WriteRune(spaceMark)
		case r == '\n':
			b.WriteRune(newlineMark)
		case r == utf8.RuneError && !strings.HasPrefix(token[i:], "\uFFFD"):
			b.WriteString(`\x` + strconv.FormatUint(uint64(token[i]), 16)) // at least 80
		case !unicode.IsPrint(r):
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		case i == 0 && unicode.IsMark(r):
			b.WriteRune(markBase)
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// visibles is visible of each.
func visibles(tokens []string) []string {
	shown := make([]string, len(tokens))
	for i, t := range tokens {
		shown[i] = visible(t)
	}
	return shown
}

// oneLine is a title or a name: text in which spaces may be spaces, and what is
// no text for XML is made visible.
func oneLine(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = visible(w)
	}
	return strings.Join(words, " ")
}
