package pretokenizer

import (
	"github.com/gaze-ml/gaze/text/tokenizer/internal/regex"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/settings"
)

// behavior is what becomes of a match.
type behavior uint8

const (
	removed            behavior = iota
	isolated                    // a split of its own
	mergedWithPrevious          // the end of the split before it
	mergedWithNext              // the beginning of the split behind it
	contiguous                  // one split with the matches beside it
)

var behaviors = map[string]behavior{
	"Removed": removed, "Isolated": isolated, "MergedWithPrevious": mergedWithPrevious, "MergedWithNext": mergedWithNext,
	"Contiguous": contiguous,
}

func readBehavior(s *settings.Settings, name string) behavior {
	b, found := behaviors[name]
	if !found {
		s.Fail("behavior", "%q is none of Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous", name)
	}
	return b
}

// joiner puts pieces of a text, matches and what is between them, together.
type joiner struct {
	behavior   behavior
	splits     *Splits
	start, end int  // of what is not added yet
	open       bool // there is something
	match      bool // the last piece was a match
}

// join adds a split of a text, cut at matches that are relative to its start.
func (s *Splits) join(b behavior, invert bool, start, end int, matches []regex.Range) {
	j := joiner{behavior: b, splits: s}
	at := start
	for _, m := range matches {
		if from := start + int(m.Start); at < from {
			j.piece(at, from, invert)
		}
		at = start + int(m.End)
		j.piece(start+int(m.Start), at, !invert)
	}
	if at < end {
		j.piece(at, end, invert)
	}
	j.flush()
}

// piece takes the next piece.
func (j *joiner) piece(start, end int, match bool) {
	join := false
	switch j.behavior {
	case removed:
		if match {
			return
		}
	case mergedWithPrevious:
		join = match && !j.match
	case mergedWithNext:
		join = !match && j.match
	case contiguous:
		join = match == j.match
	}
	if !join || !j.open {
		j.flush()
		j.start, j.open = start, true
	}
	j.end, j.match = end, match
}

func (j *joiner) flush() {
	if j.open {
		j.splits.add(j.start, j.end)
	}
	j.open = false
}
