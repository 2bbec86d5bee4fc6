package trainer

import "unicode/utf8"

// opened is a substring that the places since begin share.
type opened struct {
	begin      int
	bytes      int
	characters int
}

// repeated is the substrings of 2 to longest characters that come more than once
// and do not always go on with the same character: the inner nodes of the suffix
// tree (Abouelhoda et al. 2004, from intervals of common prefixes).
func (s *suffixes) repeated() (found []substring) {
	stack := []opened{{}}
	for i := 1; i <= len(s.places); i++ {
		bytes, characters := 0, 0
		if i < len(s.places) {
			bytes, characters = s.shared(int(s.places[i-1].at), int(s.places[i].at))
		}
		begin := i - 1
		for top := stack[len(stack)-1]; top.bytes > bytes; top = stack[len(stack)-1] {
			found = s.append(found, top, i)
			begin = top.begin
			stack = stack[:len(stack)-1]
		}
		if stack[len(stack)-1].bytes < bytes {
			stack = append(stack, opened{begin, bytes, characters})
		}
	}
	return found
}

// append adds the substring that the places from its begin to end share.
func (s *suffixes) append(found []substring, o opened, end int) []substring {
	if o.characters < 2 || o.characters > s.longest {
		return found
	}
	at := int(s.places[o.begin].at)
	return append(found, substring{s.text[at : at+o.bytes], int64(end-o.begin) * int64(o.characters)})
}

// shared is how much the texts at a and b share, in whole characters; as soon as
// that is more than longest, or the end of a word, it is that and one character.
func (s *suffixes) shared(a, b int) (bytes, characters int) {
	for n := 0; ; n++ {
		if s.text[a+n] != s.text[b+n] {
			if !utf8.RuneStart(s.text[a+n]) || !utf8.RuneStart(s.text[b+n]) {
				for n--; !utf8.RuneStart(s.text[a+n]); n-- {
				}
				characters--
			}
			return n, characters
		}
		switch {
		case s.text[a+n] == 0 || characters > s.longest:
			return n + 1, s.longest + 1
		case utf8.RuneStart(s.text[a+n]):
			characters++
		}
	}
}
