package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is committed is what the generator writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := generate("..")
	if err != nil {
		t.Fatal(err)
	}
	if want := 4 + 2*len(narrowProducts) + 6*len(families) + 4*len(handmade); len(files) != want {
		t.Fatalf("%d files, want %d: assembly and its declarations for two instruction sets, and choosers", len(files), want)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: run go generate ./internal/kernel", name)
		}
	}
}

func TestGeneratorWantsTheDeclaration(t *testing.T) {
	if _, err := generate(t.TempDir()); err == nil {
		t.Fatal("no error without micro.go")
	}
}
