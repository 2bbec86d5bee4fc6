package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Columns says where a table has its texts and labels. A column is named by its
// number, from 1, or by its name in the first line; if one is named, or Header is
// true, the first line is a header. An empty name is for a column that there is
// not.
type Columns struct {
	Text, Pair string
	Label      string
	Separator  string // between several labels; "" if there is one
	Header     bool
}

// ReadTable reads examples from a table in UTF-8: a line each, its columns between
// tabs, with nothing quoted; or, in a file named *.csv, between commas, quoted as
// RFC 4180 has it. A file named *.gz is unpacked. Every line has as many columns as
// the first. Empty lines are passed over. Whatever is wrong is an error that names
// the line.
func ReadTable(path string, c Columns) ([]Example, error) {
	if c.Text == "" {
		return nil, fmt.Errorf("%s: want the name or number of the column of the texts", path)
	}
	t := table{columns: c, path: path}
	read := eachTabbed
	if strings.HasSuffix(strings.TrimSuffix(path, ".gz"), ".csv") {
		read = eachQuoted
	}
	if err := read(path, t.line); err != nil {
		return nil, err
	}
	return labelled(path, t.examples)
}

// table is what has been read of one.
type table struct {
	columns           Columns
	path              string
	width             int // 0 before the first line
	text, pair, label int // from 0, −1 if there is none
	examples          []Example
}

func eachTabbed(path string, f func(number int, fields []string) error) error {
	return eachLine(path, func(number int, line string) error {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		return f(number, strings.Split(line, "\t"))
	})
}

func eachQuoted(path string, f func(number int, fields []string) error) error {
	r, err := openExamples(path)
	if err != nil {
		return err
	}
	defer r.Close() // it was only read
	records := csv.NewReader(r)
	records.FieldsPerRecord = -1
	for {
		fields, err := records.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			return fmt.Errorf("%s:%d: %w", path, broken.Line, broken.Err)
		case err != nil:
			return err
		}
		number, _ := records.FieldPos(0)
		if err := f(number, fields); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
}

func (t *table) line(number int, fields []string) error {
	if t.width == 0 {
		t.width = len(fields)
		if header, err := t.find(fields); header || err != nil {
			return err
		}
	}
	if len(fields) != t.width {
		return fmt.Errorf("%d columns, want %d as in the first line", len(fields), t.width)
	}
	e := Example{Text: fields[t.text], At: fmt.Sprintf("%s:%d", t.path, number)}
	if t.pair >= 0 {
		e.Pair = fields[t.pair]
	}
	if t.label >= 0 {
		e.Labels = []string{fields[t.label]}
		if t.columns.Separator != "" {
			e.Labels = split(fields[t.label], t.columns.Separator)
		}
	}
	t.examples = append(t.examples, e)
	return e.checkText()
}

// split cuts labels apart; of nothing there are none.
func split(labels, separator string) (list []string) {
	if labels == "" {
		return nil
	}
	for _, l := range strings.Split(labels, separator) {
		list = append(list, strings.TrimSpace(l))
	}
	return list
}

// find finds the columns, and says whether the first line is a header.
func (t *table) find(first []string) (header bool, err error) {
	header = t.columns.Header
	for _, c := range []struct {
		name string
		at   *int
	}{{t.columns.Text, &t.text}, {t.columns.Pair, &t.pair}, {t.columns.Label, &t.label}} {
		if c.name == "" {
			*c.at = -1
			continue
		}
		n, err := strconv.Atoi(c.name)
		if err == nil && (n < 1 || n > len(first)) {
			return false, fmt.Errorf("column %d, want 1 to %d", n, len(first))
		}
		if *c.at = n - 1; err == nil {
			continue
		}
		header = true
		if *c.at = slices.Index(first, c.name); *c.at < 0 {
			return false, fmt.Errorf("column %q is not in the header, which has %q", c.name, first)
		}
	}
	return header, nil
}
