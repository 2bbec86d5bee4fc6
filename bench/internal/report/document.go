package report

import (
	"fmt"
	"os"
	"strings"
)

// The markers between which a document has the table.
const (
	Begin = "<!-- measured: written by bench -->"
	End   = "<!-- end of measured -->"
)

// Insert is the document with what is between the markers replaced.
func Insert(document, table string) (string, error) {
	before, rest, found := strings.Cut(document, Begin)
	_, after, ended := strings.Cut(rest, End)
	if !found || !ended {
		return "", fmt.Errorf("want the lines %q and %q", Begin, End)
	}
	return before + Begin + "\n" + table + End + after, nil
}

// InsertFile is Insert into a file.
func InsertFile(path, table string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, err := Insert(string(old), table)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
