package data

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// CoNLL says how a file of tagged words is written: a word a line, its columns
// between tabs if there are any in the line, else between spaces; an empty line
// after each sentence. Columns are numbered from 1, and from the end by −1 and so
// on; 0 is for the first of tokens and the last of tags.
type CoNLL struct {
	Token, Tag int
	Untagged   bool // there are no tags

	// Segmented says that each token ends in a digit that is its place in a word,
	// as in Weibo NER. It is dropped.
	Segmented bool
}

// ReadCoNLL reads sentences. Lines of -DOCSTART- are passed over. A file named *.gz
// is unpacked. Whatever is wrong is an error that names the line.
func ReadCoNLL(path string, c CoNLL) ([]Example, error) {
	var all []Example
	var open *Example
	err := eachLine(path, func(number int, line string) error {
		fields := columnsOf(line)
		if len(fields) == 0 || fields[0] == "-DOCSTART-" {
			open = nil
			return nil
		}
		token, tag, err := c.parts(fields)
		if err != nil {
			return err
		}
		if open == nil {
			all = append(all, Example{At: fmt.Sprintf("%s:%d", path, number)})
			open = &all[len(all)-1]
		}
		open.Tokens = append(open.Tokens, token)
		if !c.Untagged {
			open.Tags = append(open.Tags, tag)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return labelled(path, all)
}

// columnsOf is none if the line has nothing but white space.
func columnsOf(line string) []string {
	if strings.TrimSpace(line) == "" || !strings.Contains(line, "\t") {
		return strings.Fields(line)
	}
	return strings.Split(line, "\t")
}

func (c CoNLL) parts(fields []string) (token, tag string, err error) {
	if token, err = column(fields, c.Token, 1); err != nil {
		return "", "", fmt.Errorf("token: %w", err)
	}
	if c.Segmented {
		last, size := utf8.DecodeLastRuneInString(token)
		if last < '0' || last > '9' || size == len(token) {
			return "", "", fmt.Errorf("token %q does not end in its place in a word", token)
		}
		token = token[:len(token)-size]
	}
	if c.Untagged {
		return token, "", nil
	}
	if len(fields) == 1 {
		return "", "", fmt.Errorf("one column, %q: want a token and a tag", fields[0])
	}
	if tag, err = column(fields, c.Tag, -1); err != nil {
		return "", "", fmt.Errorf("tag: %w", err)
	}
	return token, tag, nil
}

// column is a field by its number, or by another if that is 0.
func column(fields []string, number, otherwise int) (string, error) {
	if number == 0 {
		number = otherwise
	}
	at := number - 1
	if number < 0 {
		at = len(fields) + number
	}
	if at < 0 || at >= len(fields) {
		return "", fmt.Errorf("column %d of %d", number, len(fields))
	}
	if field := strings.TrimSpace(fields[at]); field != "" {
		return field, nil
	}
	return "", errors.New("the column is empty")
}
