package decoder

// whole gathers the pieces of a token, for what has to see all of it.
type whole struct {
	next  sink
	held  []byte
	many  bool // pieces came before
	token func(text string)
	after func() // at the end, or nil
}

func (w *whole) piece(text string, last bool) {
	if !last || w.many {
		w.held = append(w.held, text...)
		w.many = !last
		if !last {
			return
		}
		text = string(w.held)
		w.held = w.held[:0]
	}
	w.token(text)
}

func (w *whole) end() {
	if w.after != nil {
		w.after()
	}
	w.next.end()
}

// each is a step that makes a token of every token.
func each(next sink, change func(text string) string) sink {
	return &whole{next: next, token: func(text string) { next.piece(change(text), true) }}
}

// spaces is what there is without a decoder: a space before every token but the
// first.
type spaces struct{}

func (spaces) step(next sink) sink {
	first := true
	return each(next, func(text string) string {
		if first {
			first = false
			return text
		}
		return " " + text
	})
}
