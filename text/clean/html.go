package clean

import (
	"html"
	"strings"
)

// HTML removes tags, comments, and scripts and styles with what is in them, and
// replaces character references such as &amp; and &#8217; by what they stand for.
// Tags that begin or end lines on a page leave a space. What does not end within
// the text, is no element of HTML or has no semicolon stays as it is: a < b, <3,
// ?a=1&copy=2.
//
// What it makes of a text that shows HTML, &lt;b&gt;, is HTML: once is enough.
type HTML struct{}

// Name is "html".
func (HTML) Name() string { return "html" }

// Edit removes and replaces.
func (HTML) Edit(text string) (string, int) {
	h := markup{editing: editing{text: text}}
	for at := 0; ; {
		i := strings.IndexAny(text[at:], "<&")
		if i < 0 {
			return h.result()
		}
		at += i
		to, with := h.construct(at)
		if to == at {
			at++
			continue
		}
		h.replace(at, to, with)
		at = to
	}
}

// markup is a text with tags, and which ends of something it is known not to have,
// so that it is not looked through for them again.
type markup struct {
	editing
	missing [endings]bool
}

const (
	endOfComment = iota
	endOfScript
	endOfStyle
	doubleQuote
	singleQuote
	endings
)

var closers = [endings]string{"-->", "</script", "</style", `"`, `'`}

// find is where a closer begins, at or after a byte: -1 if there is none.
func (m *markup) find(closer, at int) int {
	if m.missing[closer] {
		return -1
	}
	i := indexFold(m.text[at:], closers[closer])
	if i < 0 {
		m.missing[closer] = true
		return -1
	}
	return at + i
}

// construct is where what begins at < or & ends, and what stands in its place: at
// itself if it is neither tag nor reference.
func (m *markup) construct(at int) (to int, with string) {
	rest := m.text[at:]
	if rest[0] == '&' {
		n := reference(rest)
		if n == 0 {
			return at, ""
		}
		with = html.UnescapeString(rest[:n])
		if with == rest[:n] {
			return at, ""
		}
		return at + n, with
	}
	if strings.HasPrefix(rest, "<!--") {
		if end := m.find(endOfComment, at+4); end >= 0 {
			return end + 3, ""
		}
		return at, ""
	}
	return m.tag(at)
}

// reference is the length of a character reference at the start of a text, with its
// semicolon: 0 if there is none.
func reference(text string) int {
	const most = 33
	for i := 1; i < len(text) && i < most; i++ {
		switch b := text[i]; {
		case b == ';' && i > 1:
			return i + 1
		case b == '#' && i == 1, b >= '0' && b <= '9', b|0x20 >= 'a' && b|0x20 <= 'z':
		default:
			return 0
		}
	}
	return 0
}

// tag is where the tag at a byte ends, with what it encloses if that is no text.
func (m *markup) tag(at int) (to int, with string) {
	from := at + 1
	closing := strings.HasPrefix(m.text[from:], "/")
	if closing {
		from++
	}
	name := smallASCII(m.text[from:nameEnd(m.text, from)])
	element, known := elements[name]
	if !known {
		return at, ""
	}
	to = m.tagEnd(from + len(name))
	if to < 0 {
		return at, ""
	}
	if !closing && element == hidden {
		closer := endOfScript
		if name == "style" {
			closer = endOfStyle
		}
		if end := m.find(closer, to); end >= 0 {
			if end = m.tagEnd(end + len(closers[closer])); end >= 0 {
				return end, " "
			}
		}
	}
	if element == inline {
		return to, ""
	}
	return to, " "
}

// nameEnd is where the name of an element ends.
func nameEnd(text string, at int) int {
	const longest = 12
	from := at
	if strings.HasPrefix(text[at:], "!") || strings.HasPrefix(text[at:], "?") {
		at++
	}
	for at < len(text) && at < from+longest && alphanumeric(rune(text[at])) {
		at++
	}
	return at
}

// tagEnd is where a tag ends, after its >, from the end of its name: -1 if it does
// not, or if that is no attribute.
func (m *markup) tagEnd(at int) int {
	if at < len(m.text) && !strings.ContainsRune(" \t\n\r\f/>?", rune(m.text[at])) {
		return -1
	}
	value := false // whether an = was the last that was no space
	for at < len(m.text) {
		switch b := m.text[at]; b {
		case '>':
			return at + 1
		case '<':
			return -1
		case '"', '\'':
			if !value {
				break
			}
			closer := doubleQuote
			if b == '\'' {
				closer = singleQuote
			}
			if at = m.find(closer, at+1); at < 0 {
				return -1
			}
		}
		if b := m.text[at]; b > ' ' {
			value = b == '='
		}
		at++
	}
	return -1
}

// indexFold is strings.Index for a closer in small letters, whatever the case of the
// text.
func indexFold(text, closer string) int {
	for at := 0; ; at++ {
		i := strings.IndexByte(text[at:], closer[0])
		if i < 0 || len(text)-at-i < len(closer) {
			return -1
		}
		at += i
		if beginsWith(text[at:], closer) {
			return at
		}
	}
}
