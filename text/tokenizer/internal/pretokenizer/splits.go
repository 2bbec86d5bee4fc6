package pretokenizer

import "github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"

// NoToken is the ID of a split that is no token yet.
const NoToken = -1

// Split is bytes [Start, End) of a text: a token already, which nothing cuts or
// changes, or, if ID is NoToken, what is still to be cut or encoded.
type Split struct{ Start, End, ID int32 }

// Splits are ranges of one text, in order and never empty. What lies between
// them was removed. The memory of a Splits is reused.
type Splits struct {
	Text *aligned.Text
	List []Split

	next []Split // what the list is being cut into
}

// Reset begins with all of a text as one split, or none if it is empty.
func (s *Splits) Reset(t *aligned.Text) {
	s.Text, s.List = t, s.List[:0]
	if t.Len() > 0 {
		s.List = append(s.List, Split{0, int32(t.Len()), NoToken})
	}
}

// add appends [start, end) to what is being made, unless it is empty.
func (s *Splits) add(start, end int) {
	if start < end {
		s.next = append(s.next, Split{int32(start), int32(end), NoToken})
	}
}

// done makes what has been made the list.
func (s *Splits) done() { s.List, s.next = s.next, s.List[:0] }

// cut replaces each split that is no token by what each adds of its bytes.
func (s *Splits) cut(each func(start, end int) error) error {
	s.next = s.next[:0]
	for _, p := range s.List {
		if p.ID != NoToken {
			s.next = append(s.next, p)
			continue
		}
		if err := each(int(p.Start), int(p.End)); err != nil {
			return err
		}
	}
	s.done()
	return nil
}

// rewrite writes the text anew: each writes, as an edit, what becomes of a split
// that is no token, and takes all of its bytes, up to end.
func (s *Splits) rewrite(each func(start, end int)) {
	t := s.Text
	t.Begin()
	for i := range s.List {
		p := &s.List[i]
		start, end := int(p.Start), int(p.End)
		t.Keep(start - t.At())
		p.Start = int32(t.Written())
		if p.ID == NoToken {
			each(start, end)
		} else {
			t.Keep(end - start)
		}
		p.End = int32(t.Written())
	}
	t.Keep(t.Len() - t.At())
	t.End()
}
