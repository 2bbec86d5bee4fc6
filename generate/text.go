package generate

import (
	"bytes"
	"slices"
)

// text is what a row reads as. Stop strings are found wherever tokens end, and
// cut off; what may be the beginning of one is not shown before that is decided.
type text struct {
	window window
	stops  []string
	all    []byte
	shown  int // bytes of all
	ended  bool
}

func newText(d Decoder, prompt []int, stops []string) *text {
	return &text{window: newWindow(d, prompt), stops: stops}
}

// push reads the last of the row's tokens. It reports whether a stop string
// came, and then the text ends before the first one.
func (t *text) push(tokens []int) (stopped bool) {
	return t.add(t.window.read(tokens))
}

// finish takes what was held back, as nothing follows, and in which a stop string
// may end.
func (t *text) finish(tokens []int) (stopped bool) {
	stopped = t.add(t.window.rest(tokens))
	t.ended = true
	return stopped
}

func (t *text) add(more string) (stopped bool) {
	before := len(t.all)
	t.all = append(t.all, more...)
	end := len(t.all)
	for _, s := range t.stops {
		from := max(0, before-len(s)+1) // it ends in what is new
		if at := bytes.Index(t.all[from:], []byte(s)); at >= 0 {
			end, t.ended = min(end, from+at), true
		}
	}
	t.all = t.all[:end]
	return t.ended
}

// show is the text that is new and cannot become a stop string.
func (t *text) show() string {
	end := len(t.all)
	if !t.ended {
		end -= t.undecided()
	}
	if end <= t.shown {
		return ""
	}
	s := string(t.all[t.shown:end])
	t.shown = end
	return s
}

// undecided is the length of the longest end of the text with which a stop
// string begins.
func (t *text) undecided() int {
	longest := 0
	for _, s := range t.stops {
		for n := min(len(s)-1, len(t.all)); n > longest; n-- {
			if bytes.HasSuffix(t.all, []byte(s[:n])) {
				longest = n
			}
		}
	}
	return longest
}

func (t *text) branch() *text {
	b := *t
	b.all = slices.Clone(t.all)
	return &b
}
