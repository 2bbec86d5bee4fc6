package clean

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// LongestLine is how many bytes of a line Run takes as one text. A longer line is
// cleaned in parts, cut after a space or between characters and joined again; filters
// do not see the parts, so all of it stays.
const LongestLine = 1 << 20

// Run cleans a text line by line, or document by document where each is a line, and
// writes the lines that stay. Its memory is that of the longest line, at most of
// LongestLine, and of the filters, whatever the size of the text. Line ends are
// written as they are read; a last line without one has none.
func (p *Pipeline) Run(w io.Writer, r io.Reader) error {
	out := bufio.NewWriterSize(w, 1<<16)
	err := p.run(out, &liner{in: bufio.NewReaderSize(r, 1<<16)})
	return errors.Join(err, out.Flush())
}

func (p *Pipeline) run(out *bufio.Writer, lines *liner) error {
	for {
		text, end, err := lines.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("clean: line %d: %w", lines.number, err)
		}
		part := lines.part
		if part {
			p.report.Parts++
		}
		cleaned, keep := p.clean(text, part)
		if !keep {
			continue
		}
		if _, err = out.WriteString(cleaned); err == nil && end {
			err = out.WriteByte('\n')
		}
		if err != nil {
			return fmt.Errorf("clean: %w", err)
		}
	}
}

// liner reads lines.
type liner struct {
	in     *bufio.Reader
	number int    // of the line, from 1
	line   []byte // what was read of it and not given out yet
	ended  bool   // whether its line feed was read
	over   bool   // whether all was read
	open   bool   // whether a part of it was given out
	part   bool   // whether what was given out last is a part
}

// next is a line without its line feed, or a part of it, and whether a line feed
// comes after it.
func (l *liner) next() (text string, end bool, err error) {
	if !l.open {
		l.number++
	}
	if err := l.read(); err != nil {
		return "", false, err
	}
	if len(l.line) > LongestLine {
		n := cutPlace(l.line[:LongestLine])
		text = string(l.line[:n])
		l.line = append(l.line[:0], l.line[n:]...)
		l.open, l.part = true, true
		return text, false, nil
	}
	if l.over && !l.ended && len(l.line) == 0 {
		return "", false, io.EOF
	}
	text, end, l.part = string(l.line), l.ended, l.open
	l.line, l.ended, l.open = l.line[:0], false, false
	return text, end, nil
}

// read goes on to the end of the line, or until it is too long.
func (l *liner) read() error {
	for len(l.line) <= LongestLine && !l.ended && !l.over {
		chunk, err := l.in.ReadSlice('\n')
		if err == nil {
			l.ended = true
			chunk = chunk[:len(chunk)-1]
		}
		l.line = append(l.line, chunk...)
		switch {
		case err == io.EOF:
			l.over = true
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
	return nil
}

// cutPlace is where the start of a line too long is cut: after its last space, if
// that is in the second half, or else before its last character.
func cutPlace(line []byte) int {
	if i := bytes.LastIndexByte(line, ' '); i >= len(line)/2 {
		return i + 1
	}
	n := len(line) - 1
	for n > len(line)-utf8.UTFMax && !utf8.RuneStart(line[n]) {
		n--
	}
	return n
}
