package pattern

import "unicode/utf8"

const (
	capitals = upper | caseless | mark // [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]
	smalls   = lower | caseless | mark // [\p{Ll}\p{Lm}\p{Lo}\p{M}]
)

func o200k(text []byte, i int) int {
	k, size := at(text, i)
	before, word := k&(newline|number|letter) == 0, k&(letter|mark) != 0
	// The character before a word is taken if it can be; only a mark can begin the
	// word itself too. All ways to the first alternative come before the second.
	for _, cased := range [...]func(text []byte, p int) int{endsSmall, capital} {
		if before {
			if end := cased(text, i+size); end > i+size {
				return end
			}
		}
		if word {
			if end := cased(text, i); end > i {
				return end
			}
		}
	}
	if k&number != 0 {
		return upTo(text, i+size, number, 2)
	}
	if end := signs(text, i, others); end > i {
		for end < len(text) && (text[end] == '\r' || text[end] == '\n' || text[end] == '/') {
			end++
		}
		return end
	}
	return lines(text, i)
}

// endsSmall is where [capitals]*[smalls]+ from p on, and a contraction behind it,
// end; p if it does not match.
func endsSmall(text []byte, p int) int {
	middle := run(text, p, capitals)
	end := run(text, middle, smalls)
	if end == middle {
		end = lastSmall(text, p, middle)
	}
	return contracted(text, p, end)
}

// capital is the same of [capitals]+[smalls]*, whose small letters endsSmall would
// have had.
func capital(text []byte, p int) int { return contracted(text, p, run(text, p, capitals)) }

// contracted is behind the contraction that may follow a word [p, end).
func contracted(text []byte, p, end int) int {
	if end > p && end < len(text) && text[end] == '\'' {
		return contraction(text, end, true)
	}
	return end
}

// lastSmall is behind the last character in [p, end) that counts as small, p if
// none does.
func lastSmall(text []byte, p, end int) int {
	for end > p {
		r, size := utf8.DecodeLastRune(text[p:end])
		if kindOf(r)&smalls != 0 {
			return end
		}
		end -= size
	}
	return p
}
