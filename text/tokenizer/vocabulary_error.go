package tokenizer

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// TextError says what is wrong with a text, and where.
type TextError struct {
	Line, Column int    // of the first character that is wrong, both from 1
	Problem      string // "character 'é' (U+00E9) is not among the 65 of the vocabulary"
}

// Error is line:column: problem.
func (e *TextError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Problem) }

// textError is a problem with what comes after the bytes of a text before it.
func textError(before, problem string) *TextError {
	line := strings.LastIndexByte(before, '\n') + 1
	return &TextError{
		Line:    strings.Count(before, "\n") + 1,
		Column:  utf8.RuneCountInString(before[line:]) + 1,
		Problem: problem,
	}
}

// notUTF8 is the problem with a byte that is no part of a character.
func notUTF8(b byte) string { return fmt.Sprintf("byte 0x%02X is not UTF-8", b) }
