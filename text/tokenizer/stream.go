package tokenizer

import "unicode/utf8"

// Stream decodes ids as they come. What it shows, and End after the last id, add
// up to what Decode gives of all of them.
type Stream struct{ source source }

// source is what a stream shows.
type source interface {
	next(id int) string
	end() string // and begin again
}

// NewStream begins a text. A Tokenizer has a NewStream of its own.
func NewStream(d Decoder) *Stream { return &Stream{source: &pieceByPiece{decoder: d, before: Start}} }

// Next is the text that id adds, up to the last character that is whole: the
// first bytes of another are held back until its others come, or something that
// shows they never will.
func (s *Stream) Next(id int) string { return s.source.next(id) }

// End is what was held back. The stream then begins another text.
func (s *Stream) End() string { return s.source.end() }

// pieceByPiece decodes each id after the one before.
type pieceByPiece struct {
	decoder Decoder
	before  int
	held    []byte // the beginning of a character
}

func (s *pieceByPiece) next(id int) string {
	s.held = append(s.held, s.decoder.Text(s.before, id)...)
	s.before = id
	n := whole(s.held)
	text := string(s.held[:n])
	s.held = append(s.held[:0], s.held[n:]...)
	return text
}

func (s *pieceByPiece) end() string {
	text := string(s.held)
	s.held, s.before = s.held[:0], Start
	return text
}

// whole is how many bytes of text do not wait for others.
func whole(text []byte) int {
	for i := len(text) - 1; i >= max(0, len(text)-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return i
			}
			break
		}
	}
	return len(text)
}
