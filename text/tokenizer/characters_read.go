package tokenizer

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"
)

// ReadCharacters is the characters of a text that is read piece by piece, so it
// may be of any length.
func ReadCharacters(text io.Reader) (*Characters, error) {
	var ascii [utf8.RuneSelf]bool
	others := map[rune]bool{}
	line, column := 1, 1
	for in := bufio.NewReaderSize(text, 1<<16); ; column++ {
		r, size, err := in.ReadRune()
		switch {
		case err == io.EOF:
			for r, seen := range ascii {
				if seen {
					others[rune(r)] = true
				}
			}
			return newCharacters(slices.Sorted(maps.Keys(others)))
		case err != nil:
			return nil, err
		case r == utf8.RuneError && size == 1:
			_ = in.UnreadRune() // cannot fail after ReadRune
			b, _ := in.ReadByte()
			return nil, fmt.Errorf("vocabulary: %w", &TextError{line, column, notUTF8(b)})
		case r >= utf8.RuneSelf:
			others[r] = true
		default:
			ascii[r] = true
			if r == '\n' {
				line, column = line+1, 0
			}
		}
	}
}
