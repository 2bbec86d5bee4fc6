package clean

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Report is what a Pipeline did.
type Report struct {
	Texts    int64        `json:"texts"`     // that came in: lines, as a rule
	Kept     int64        `json:"kept"`      // that came out
	BytesIn  int64        `json:"bytes_in"`  // of them, line ends aside
	BytesOut int64        `json:"bytes_out"` //
	Parts    int64        `json:"parts"`     // texts that were parts of lines too long: filters did not see them
	Steps    []StepReport `json:"steps"`
}

// StepReport is what a step did.
type StepReport struct {
	Name     string    `json:"name"`
	Changed  int64     `json:"changed"` // texts
	Places   int64     `json:"places"`  // in them
	Dropped  int64     `json:"dropped"` // texts
	Examples []Example `json:"examples,omitempty"`
}

// Example is one of the first changes of a step: a part of the text before and
// after. Of a text that was dropped, After is empty.
type Example struct {
	Text    int64  `json:"text"` // its number, from 1
	Before  string `json:"before"`
	After   string `json:"after"`
	Dropped bool   `json:"dropped,omitempty"` // and not made empty
}

// examples is how many each step keeps.
const examples = 3

func (s *StepReport) changed(text int64, places int, before, after string) {
	s.Changed++
	s.Places += int64(places)
	if len(s.Examples) < examples {
		b, a := around(before, after)
		s.Examples = append(s.Examples, Example{text, b, a, false})
	}
}

func (s *StepReport) dropped(text int64, before string) {
	s.Dropped++
	if len(s.Examples) < examples {
		b, _ := around(before, "")
		s.Examples = append(s.Examples, Example{text, b, "", true})
	}
}

// around are the parts of two texts that differ, with a little of what is beside
// them. They are copies, so that a text of which one is kept can be freed.
func around(before, after string) (b, a string) {
	const beside, longest = 20, 80
	same := 0
	for same < len(before) && same < len(after) && before[same] == after[same] {
		same++
	}
	from := max(0, same-beside)
	last := 0
	for last < len(before)-same && last < len(after)-same && before[len(before)-1-last] == after[len(after)-1-last] {
		last++
	}
	clip := func(s string) string {
		to := min(len(s), max(len(s)-last+beside, from), from+longest)
		start := min(from, to)
		for start > 0 && !utf8.RuneStart(s[start]) {
			start--
		}
		for to < len(s) && !utf8.RuneStart(s[to]) {
			to++
		}
		out := s[start:to]
		if start > 0 {
			out = "…" + out
		}
		if to < len(s) {
			out += "…"
		}
		return strings.Clone(out)
	}
	return clip(before), clip(after)
}

func (r Report) clone() Report {
	r.Steps = slices.Clone(r.Steps)
	for i := range r.Steps {
		r.Steps[i].Examples = slices.Clone(r.Steps[i].Examples)
	}
	return r
}

// String is a table, and examples below it.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d texts kept, %d of %d bytes\n", r.Kept, r.Texts, r.BytesOut, r.BytesIn)
	if r.Parts > 0 {
		fmt.Fprintf(&b, "%d of them were parts of lines that were too long\n", r.Parts)
	}
	fmt.Fprintf(&b, "%-16s %12s %12s %12s\n", "step", "changed", "places", "dropped")
	for _, s := range r.Steps {
		fmt.Fprintf(&b, "%-16s %12d %12d %12d\n", s.Name, s.Changed, s.Places, s.Dropped)
	}
	for _, s := range r.Steps {
		for _, e := range s.Examples {
			if e.Dropped {
				fmt.Fprintf(&b, "%s, text %d: %q dropped\n", s.Name, e.Text, e.Before)
			} else {
				fmt.Fprintf(&b, "%s, text %d: %q → %q\n", s.Name, e.Text, e.Before, e.After)
			}
		}
	}
	return b.String()
}
