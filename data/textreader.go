package data

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

const (
	piece = 1 << 16 // bytes that are read at once

	byteOrderMark = "\xEF\xBB\xBF"
	littleUTF16   = "\xFF\xFE"
	bigUTF16      = "\xFE\xFF"
)

// textReader passes on UTF-8 text with the mark at its beginning left out and
// "\r\n" and "\r" turned into "\n".
type textReader struct {
	in    *bufio.Reader
	name  string
	place place
	buf   []byte
	ready []byte // of buf, to be passed on
	held  []byte // waits for what follows it
	err   error  // after that
}

// newTextReader reads the beginning: an empty text is an error at once.
func newTextReader(in io.Reader, name string) (*textReader, error) {
	r := &textReader{in: bufio.NewReaderSize(in, piece), name: name, buf: make([]byte, piece)}
	first, err := r.in.Peek(len(byteOrderMark))
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case bytes.HasPrefix(first, []byte(littleUTF16)), bytes.HasPrefix(first, []byte(bigUTF16)):
		return nil, fmt.Errorf("%s: the text is UTF-16: save it as UTF-8", name)
	case string(first) == byteOrderMark:
		_, _ = r.in.Discard(len(first)) // they are there
		first, _ = r.in.Peek(1)
	}
	if len(first) == 0 {
		return nil, fmt.Errorf("%s: the file is empty: want text in it", name)
	}
	return r, nil
}

// Name is the file's.
func (r *textReader) Name() string { return r.name }

// Read fills p with text; the bytes of a character may come in two reads.
func (r *textReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for len(r.ready) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// fill reads the next piece.
func (r *textReader) fill() {
	held := copy(r.buf, r.held)
	n, err := r.in.Read(r.buf[held:])
	text := r.buf[:held+n]
	if err != nil && err != io.EOF {
		r.err = fmt.Errorf("%s: %w", r.name, err)
		return
	}
	end := len(text)
	if err == nil {
		end = settled(text)
	}
	good := validPrefix(text[:end])
	r.ready = lineEnds(text[:good])
	r.place.pass(r.ready)
	if good < end {
		r.err = fmt.Errorf("%s:%w", r.name, r.place.of(&tokenizer.TextError{Line: 1, Column: 1,
			Problem: fmt.Sprintf("byte 0x%02X is not UTF-8: save the text as UTF-8", text[good])}))
		return
	}
	r.err, r.held = err, append(r.held[:0], text[end:]...)
}

// settled is how many bytes of text do not wait for others: all but the first
// bytes of a character, or a "\r" that a "\n" may follow.
func settled(text []byte) int {
	for i := len(text) - 1; i >= 0 && i >= len(text)-utf8.UTFMax; i-- {
		if !utf8.RuneStart(text[i]) {
			continue
		}
		if text[i] == '\r' && i == len(text)-1 || !utf8.FullRune(text[i:]) {
			return i
		}
		break
	}
	return len(text)
}

// validPrefix is how many bytes of text are UTF-8.
func validPrefix(text []byte) int {
	if utf8.Valid(text) {
		return len(text)
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// lineEnds turns "\r\n" and "\r" into "\n", in place.
func lineEnds(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	out := text[:0]
	for i, b := range text {
		switch {
		case b != '\r':
			out = append(out, b)
		case i+1 == len(text) || text[i+1] != '\n':
			out = append(out, '\n')
		}
	}
	return out
}
