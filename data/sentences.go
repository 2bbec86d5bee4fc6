package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts a line after each sentence: after 。！？… and their full-width
// kin, and after . ! ? where white space follows, with the quotes and brackets that
// close behind them. An abbreviation counts as an end; for what sentences are
// wanted for here, pairs of pieces that follow each other, it does not matter.
// Each is trimmed, and none is empty.
func Sentences(line string) (list []string) {
	begin := 0
	keep := func(end int) {
		if s := strings.TrimSpace(line[begin:end]); s != "" {
			list = append(list, s)
		}
		begin = end
	}
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		at += size
		latin, wide := strings.ContainsRune(".!?", r), strings.ContainsRune("。！？…｡", r)
		if !latin && !wide {
			continue
		}
		end := at + closing(line[at:])
		next, _ := utf8.DecodeRuneInString(line[end:])
		if wide || end == len(line) || unicode.IsSpace(next) {
			keep(end)
			at = end
		}
	}
	keep(len(line))
	return list
}

// closing is how many bytes of more ends, quotes and brackets text begins with.
func closing(text string) int {
	return len(text) - len(strings.TrimLeft(text, ".!?。！？…｡\"'”’」』）)］]》〉"))
}
