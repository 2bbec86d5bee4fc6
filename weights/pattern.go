package weights

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A pattern is a name with placeholders: {i} stands for one step of a path,
// {rest...} for one or several.
type pattern struct {
	text  string
	form  *regexp.Regexp
	names []string // of the placeholders, in order
}

// words is what a name has at the placeholders.
type words map[string]string

var placeholder = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

func newPattern(text string) (pattern, error) {
	p := pattern{text: text}
	var form strings.Builder
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		form.WriteString(regexp.QuoteMeta(text[at:m[0]]))
		if m[4] >= 0 {
			form.WriteString(`(.+)`)
		} else {
			form.WriteString(`([^.]+)`)
		}
		name := text[m[2]:m[3]]
		if slices.Contains(p.names, name) {
			return p, fmt.Errorf("{%s} stands twice in %q", name, text)
		}
		p.names = append(p.names, name)
		at = m[1]
	}
	rest := text[at:]
	if text == "" || strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
		return p, fmt.Errorf("pattern %q: want a name with placeholders like {i} or {rest...}", text)
	}
	form.WriteString(regexp.QuoteMeta(rest))
	var err error
	p.form, err = regexp.Compile(`(?s)\A` + form.String() + `\z`)
	return p, err
}

func (p pattern) match(name string) (words, bool) {
	m := p.form.FindStringSubmatch(name)
	if m == nil {
		return nil, false
	}
	w := words{}
	for i, n := range p.names {
		w[n] = m[i+1]
	}
	return w, true
}

func (p pattern) fill(w words) string {
	return placeholder.ReplaceAllStringFunc(p.text, func(m string) string {
		return w[strings.TrimSuffix(m[1:len(m)-1], "...")]
	})
}

// sameWords says whether both have the same placeholders, so that either gives
// the other.
func (p pattern) sameWords(q pattern) bool {
	a, b := slices.Sorted(slices.Values(p.names)), slices.Sorted(slices.Values(q.names))
	return slices.Equal(a, b)
}
