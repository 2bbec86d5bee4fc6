package pattern

import (
	"unicode/utf8"
)

// contraction is where 's, 't, 're, 've, 'm, 'll or 'd, whose apostrophe is at i,
// ends; i if there is none. Without regard to case s is ſ, too.
func contraction(text []byte, i int, anyCase bool) int {
	var next [2]byte
	copy(next[:], text[i+1:])
	if anyCase {
		if string(next[:]) == "ſ" {
			return i + 3
		}
		next[0], next[1] = lowered(next[0]), lowered(next[1])
	}
	switch next[0] {
	case 's', 't', 'm', 'd':
		return i + 2
	case 'r', 'v':
		if next[1] == 'e' {
			return i + 3
		}
	case 'l':
		if next[1] == 'l' {
			return i + 3
		}
	}
	return i
}

func lowered(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// signs is ` ?[kinds]+`.
func signs(text []byte, i int, kinds kind) int {
	j := i
	if text[i] == ' ' {
		j++
	}
	if end := run(text, j, kinds); end > j {
		return end
	}
	return i
}

// lines is `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last end of line, or spaces.
func lines(text []byte, i int) int {
	end := run(text, i, space)
	for j := end; j > i; j-- {
		if c := text[j-1]; c == '\n' || c == '\r' {
			return j
		}
	}
	return allButLast(text, i, end)
}

// spaces is `\s+(?!\S)|\s+`.
func spaces(text []byte, i int) int { return allButLast(text, i, run(text, i, space)) }

// allButLast leaves the last of several spaces to a word that follows.
func allButLast(text []byte, i, end int) int {
	if end == len(text) || end == i {
		return end
	}
	_, size := utf8.DecodeLastRune(text[i:end])
	if end-size > i {
		return end - size
	}
	return end
}
