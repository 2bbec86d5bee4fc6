package clean

// Step is one kind of cleaning: an Editor or a Filter.
type Step interface {
	// Name is what reports call it, and what Parse takes.
	Name() string
}

// Editor is a step that changes texts.
type Editor interface {
	Step

	// Edit is the text as it should be, and in how many places it was changed: 0 if
	// it is as it was.
	Edit(text string) (edited string, places int)
}

// Filter is a step that drops texts.
type Filter interface {
	Step

	// Keep reports whether a text stays. A filter may remember the texts that it
	// has seen.
	Keep(text string) bool
}

// editing is a text on its way to become another: places are replaced from left to
// right, and what is not touched stays as it is.
type editing struct {
	text   string
	out    []byte
	done   int // of text
	places int
}

// replace puts a text in place of text[from:to].
func (e *editing) replace(from, to int, with string) {
	if e.out == nil {
		e.out = make([]byte, 0, len(e.text)+len(with))
	}
	e.out = append(e.out, e.text[e.done:from]...)
	e.out = append(e.out, with...)
	e.done = to
	e.places++
}

// result is what Edit answers with.
func (e *editing) result() (string, int) {
	if e.places == 0 {
		return e.text, 0
	}
	return string(append(e.out, e.text[e.done:]...)), e.places
}
