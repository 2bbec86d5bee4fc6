package clean

import "strings"

// Links replaces web addresses (http, https, ftp and www.) by URL and e-mail
// addresses by Email: by nothing, or by what stands for them in a vocabulary. An
// address ends before white space, any character beyond ASCII, and the punctuation
// of the sentence that it is in.
type Links struct {
	URL, Email string
}

// Name is "links".
func (Links) Name() string { return "links" }

// Edit replaces.
func (l Links) Edit(text string) (string, int) {
	e := editing{text: text}
	for i := 0; i < len(text); {
		switch b := text[i] | 0x20; {
		case b == 'h' || b == 'f' || b == 'w':
			if to := urlEnd(text, i, e.done); to > i {
				e.replace(i, to, l.URL)
				i = to
				continue
			}
		case text[i] == '@':
			if from, to := email(text, i, e.done); to > i {
				e.replace(from, to, l.Email)
				i = to
				continue
			}
		}
		i++
	}
	return e.result()
}

// urlEnd is where the web address ends that begins at a byte: at itself if there is
// none. The text before done is another address.
func urlEnd(text string, at, done int) int {
	if at > done && alphanumeric(rune(text[at-1])) {
		return at
	}
	from := at
	for _, scheme := range []string{"http://", "https://", "ftp://", "www."} {
		if len(text)-at > len(scheme) && beginsWith(text[at:], scheme) {
			from = at + len(scheme)
		}
	}
	if from == at || !alphanumeric(rune(text[from])) && text[from] != '[' {
		return at
	}
	to := from
	for to < len(text) && inURL(text[to]) {
		to++
	}
	return trimURL(text, from, to)
}

// inURL are the characters of RFC 3986, but that some browsers take more.
func inURL(b byte) bool {
	return b > ' ' && b < 0x7F && !strings.ContainsRune("<>\"`{}|\\^", rune(b))
}

// trimURL leaves the punctuation of the sentence out, and the bracket that was
// opened before the address.
func trimURL(text string, from, to int) int {
	opened := strings.Count(text[from:to], "(") - strings.Count(text[from:to], ")")
	squared := strings.Count(text[from:to], "[") - strings.Count(text[from:to], "]")
	for to > from {
		switch b := text[to-1]; {
		case strings.IndexByte(".,;:!?'*_~", b) >= 0:
		case b == ')' && opened < 0:
			opened++
		case b == ']' && squared < 0:
			squared++
		default:
			return to
		}
		to--
	}
	return to
}

// email is where the e-mail address around an @ begins and ends: to is 0 if there is
// none.
func email(text string, at, done int) (from, to int) {
	const longest = 64 // of what is before the @, RFC 5321
	from = at
	for from > done && at-from < longest && (alphanumeric(rune(text[from-1])) || strings.IndexByte("._%+-", text[from-1]) >= 0) {
		from--
	}
	for from < at && !alphanumeric(rune(text[from])) {
		from++
	}
	if from == at {
		return 0, 0
	}
	return from, domainEnd(text, at+1)
}

// domainEnd is where a domain of two labels or more ends, the last of them letters:
// 0 if there is none.
func domainEnd(text string, at int) (end int) {
	label, letters, dots := at, true, 0
	for i := at; ; i++ {
		var b byte
		if i < len(text) {
			b = text[i]
		}
		switch {
		case alphanumeric(rune(b)):
			letters = letters && b > '9'
		case b == '-' && i > label:
			letters = false
		default:
			if i == label || text[i-1] == '-' {
				return end
			}
			if dots > 0 && letters && i-label >= 2 {
				end = i
			}
			if b != '.' {
				return end
			}
			label, letters = i+1, true
			dots++
		}
	}
}
