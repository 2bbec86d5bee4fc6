package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// What is committed is what the generator writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: run go generate ./internal/kernel", name)
		}
	}
}

// words are instructions in a file, and their numbers.
var words = regexp.MustCompile(`WORD\t\$(0x[0-9a-f]{8}) // (.*)\n`)

// number is the word that an instruction was written as.
func number(t *testing.T, text, instruction string) uint32 {
	t.Helper()
	for _, m := range words.FindAllStringSubmatch(text, -1) {
		if m[2] == instruction {
			n, err := strconv.ParseUint(m[1], 0, 32)
			if err != nil {
				t.Fatal(err)
			}
			return uint32(n)
		}
	}
	t.Fatalf("%s is not written", instruction)
	return 0
}
