package pattern

import "unicode/utf8"

const (
	capitals = upper | caseless | mark // [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]
	smalls   = lower | caseless | mark // [\p{Ll}\p{Lm}\p{Lo}\p{M}]
)

func o200k(text []byte, i int) int {
	k, size := at(text, i)
	if k&(newline|number|letter) == 0 {
		// The character before a word is taken if it can be: only a mark can begin
		// the word itself.
		if end := cased(text, i, i+size); end > i {
			return end
		}
	}
	if k&(letter|mark) != 0 {
		if end := cased(text, i, i); end > i {
			return end
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

// cased is where [capitals]*[smalls]+ or [capitals]+ from p on, and a contraction
// behind it, end; i if neither matches. The second is the same as the whole
// pattern's second alternative, whose small letters the first would have had.
func cased(text []byte, i, p int) int {
	middle := run(text, p, capitals)
	end := run(text, middle, smalls)
	if end == middle {
		end = lastSmall(text, p, middle)
	}
	switch {
	case end > p:
	case middle > p:
		end = middle
	default:
		return i
	}
	if end < len(text) && text[end] == '\'' {
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
