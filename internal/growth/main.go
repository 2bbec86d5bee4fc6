// Growth does what the text packages do with texts of several sizes, and writes how
// often each of their statements ran.
//
// Usage: growth TESTDATA FOLDER, built with -cover -covermode=atomic. TESTDATA has
// vocabularies, gzipped; FOLDER gets a folder TASK/WORD/SIZE of counters each. The
// test beside it holds that twice the text is about twice the work.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/coverage"
	"strconv"
	"strings"
)

// usual are the sizes of texts in bytes, and megabyte that of the longest.
var usual = []int{1 << 14, 1 << 15, 1 << 16}

const megabyte = 1 << 20

// words are texts without spaces, by name. Their ends are four times the same, so
// that what looks for changes finds one at once in texts of all sizes.
var words = map[string]func(n int) string{
	"one":     func(n int) string { return strings.Repeat("a", n) },
	"letters": drawn("abcdefghijklmnopqrstuvwxyz"),
	"chinese": drawn("的一是不了人我在有他这中大来上国"),
	"marks":   drawn("'-._<>&;@:/\u0301é \n"),
}

// drawn is characters of an alphabet, drawn one by one, n bytes in all or a few less.
func drawn(alphabet string) func(n int) string {
	return func(n int) string {
		letters, state := []rune(alphabet), uint32(1)
		ends := strings.Repeat(string(letters[0]), 4)
		var b strings.Builder
		b.WriteString(ends)
		for b.Len() < n-4-len(ends) {
			state = state*1664525 + 1013904223 // Numerical Recipes' linear congruence
			b.WriteRune(letters[int(state>>16)%len(letters)])
		}
		b.WriteString(ends)
		return b.String()
	}
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(testdata, folder string) error {
	tasks, err := tasks(testdata)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		for which, word := range words {
			sizes := usual
			if which == "one" && t.long {
				sizes = append(sizes[:len(sizes):len(sizes)], megabyte)
			}
			for _, n := range sizes {
				if err := count(t, word(n), filepath.Join(folder, t.name, which, strconv.Itoa(n))); err != nil {
					return fmt.Errorf("%s: %w", t.name, err)
				}
			}
		}
	}
	return nil
}

// count does one task, which is prepared before counting begins.
func count(t task, text, folder string) error {
	do, err := t.prepare()
	if err != nil {
		return err
	}
	if err := coverage.ClearCounters(); err != nil {
		return err
	}
	if err := do(text); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	if err := coverage.WriteCountersDir(folder); err != nil {
		return err
	}
	return coverage.WriteMetaDir(folder)
}
