package segment

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestLine is that of a dictionary or of gold sentences, in bytes.
const longestLine = 1 << 20

// ReadDictionary reads a word a line, followed by its count, 1 if it is left out,
// and by what else there may be, such as jieba's part of speech; white space parts
// them. Empty lines are left out. Errors name the line.
func ReadDictionary(r io.Reader) (*Dictionary, error) {
	d := NewDictionary()
	err := eachLine(r, func(fields []string) error {
		count := int64(1)
		if len(fields) > 1 {
			n, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				return fmt.Errorf("count %q: want a whole number", fields[1])
			}
			count = max(n, 1) // jieba's has zeros
		}
		return d.Add(fields[0], count)
	})
	return d, err
}

// ReadGold reads segmented sentences, one a line, words parted by white space.
// Empty lines are left out. Errors name the line.
func ReadGold(r io.Reader) ([][]string, error) {
	var sentences [][]string
	err := eachLine(r, func(words []string) error {
		sentences = append(sentences, words)
		return nil
	})
	return sentences, err
}

// eachLine calls use with the fields of each line that has some.
func eachLine(r io.Reader, use func(fields []string) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 1
	for ; lines.Scan(); n++ {
		line := lines.Text()
		if !utf8.ValidString(line) {
			return fmt.Errorf("segment: line %d is not UTF-8", n)
		}
		fields := strings.FieldsFunc(strings.TrimPrefix(line, "\ufeff"), space)
		if len(fields) == 0 {
			continue
		}
		if err := use(fields); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("segment: line %d: %w", n, err)
	}
	return nil
}
