package clean

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// LongestDocument is how many bytes a line of RunJSON may have.
const LongestDocument = 64 << 20

// RunJSON cleans documents that are JSON objects, one a line: the text in a field of
// each. The other fields, their order and how they are written stay as they are; a
// document that is dropped is left out whole, and empty lines stay; each line ends with
// a line feed alone. A line that is no object, has no such field, or another thing than
// a text in it, or that is longer than LongestDocument, is an error that names the line.
func (p *Pipeline) RunJSON(w io.Writer, r io.Reader, field string) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<16), LongestDocument)
	out := bufio.NewWriterSize(w, 1<<16)
	n := 1
	for ; lines.Scan(); n++ {
		line := lines.Bytes()
		keep := true
		if len(bytes.Trim(line, blanks)) > 0 {
			var err error
			if line, keep, err = p.document(line, field); err != nil {
				return errors.Join(fmt.Errorf("clean: line %d: %w", n, err), out.Flush())
			}
		}
		if keep {
			out.Write(line) // Flush tells what goes wrong
			out.WriteByte('\n')
		}
	}
	if err := lines.Err(); err != nil {
		return errors.Join(fmt.Errorf("clean: line %d: %w", n, err), out.Flush())
	}
	return out.Flush()
}

// document is a line with its field cleaned, and whether it stays.
func (p *Pipeline) document(line []byte, field string) ([]byte, bool, error) {
	from, to, err := place(line, field)
	if err != nil {
		return nil, false, err
	}
	var text *string
	if err := json.Unmarshal(line[from:to], &text); err != nil || text == nil {
		return nil, false, fmt.Errorf("field %q is %.40s: want a text", field, line[from:to])
	}
	cleaned, keep := p.Clean(*text)
	if !keep || cleaned == *text {
		return line, keep, nil
	}
	var b bytes.Buffer
	b.Write(line[:from])
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(cleaned); err != nil {
		return nil, false, err
	}
	b.Truncate(b.Len() - 1) // the encoder's line feed
	b.Write(line[to:])
	return b.Bytes(), true, nil
}

// place is where the value of a field stands in an object: line[from:to].
func place(line []byte, field string) (from, to int, err error) {
	d := json.NewDecoder(bytes.NewReader(line))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return 0, 0, errors.New("want a JSON object")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return 0, 0, fmt.Errorf("want a JSON object: %w", err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return 0, 0, fmt.Errorf("field %q: %w", key, err)
		}
		if key == field {
			if to > 0 {
				return 0, 0, fmt.Errorf("field %q is given twice", field)
			}
			to = int(d.InputOffset())
			from = to - len(value)
		}
	}
	if _, err := d.Token(); err != nil {
		return 0, 0, fmt.Errorf("want a JSON object: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return 0, 0, errors.New("something follows the JSON object")
	}
	if to == 0 {
		return 0, 0, fmt.Errorf("there is no field %q", field)
	}
	return from, to, nil
}
