package tokenizer

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Format is a kind of file that Load reads, in words.
type Format string

// The formats.
const (
	TokenizerJSON      Format = "tokenizer.json"
	SentencePieceModel Format = "model of SentencePiece"
	TiktokenRanks      Format = "ranks of tiktoken"
	VocabTxt           Format = "vocab.txt of WordPiece"
	VocabMerges        Format = "vocab.json and merges.txt of byte-level BPE"
)

// FormatOf is what Load takes a file for, by its name, or by how it begins where
// names do not tell; of a folder, what it takes for which file. What it would read
// as nothing is an error that says what was found.
func FormatOf(path string) (format Format, file string, err error) {
	file, err = fileAt(path)
	if err != nil {
		return "", "", fmt.Errorf("tokenizer: %s: %w", path, err)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", "", fmt.Errorf("tokenizer: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	head, err := io.ReadAll(io.LimitReader(f, 1<<12))
	if err == nil {
		format, err = formatOf(filepath.Base(file), head)
	}
	if err != nil {
		return "", "", fmt.Errorf("tokenizer: %s: %w", path, err)
	}
	return format, file, nil
}

// formatOf goes by the name of a file and by how it begins.
func formatOf(name string, head []byte) (Format, error) {
	switch {
	case name == "vocab.txt":
		return VocabTxt, nil
	case name == "vocab.json", name == "merges.txt":
		return VocabMerges, nil
	case filepath.Ext(name) == ".tiktoken":
		return TiktokenRanks, nil
	case filepath.Ext(name) == ".json":
		return TokenizerJSON, nil
	}
	switch text := bytes.TrimLeft(head, " \t\r\n"); {
	case len(head) == 0:
		return "", errors.New("the file is empty")
	case bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("\xef\xbb\xbf{")):
		return TokenizerJSON, nil
	case isRank(text):
		return TiktokenRanks, nil
	case head[0] == '\n': // the tag of SentencePiece's first piece
		return SentencePieceModel, nil
	}
	return "", fmt.Errorf("it begins with %q: not JSON, as a tokenizer.json is; not a message of Protocol Buffers, as SentencePiece's .model is; "+
		"no line of a token in base64 and a rank, as in tiktoken's", head[:min(len(head), 16)])
}

// isRank reports whether a text begins with a line of tiktoken's: a token in
// base64, and its rank.
func isRank(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	token, rank, found := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(" "))
	if !found || len(token) == 0 {
		return false
	}
	if _, err := base64.StdEncoding.AppendDecode(nil, token); err != nil {
		return false
	}
	_, err := strconv.ParseUint(string(rank), 10, 31)
	return err == nil
}

// fileAt is the file that Load reads: that of a path, or of the folder there.
func fileAt(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return path, err
	}
	for _, pattern := range []string{"tokenizer.json", "*.model", "vocab.txt", "vocab.json", "*.tiktoken"} {
		found, err := filepath.Glob(filepath.Join(globQuoted(path), pattern))
		if err != nil {
			return "", err
		}
		if len(found) > 1 {
			return "", fmt.Errorf("there are %d files %s: want one", len(found), pattern)
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return "", errors.New("want tokenizer.json, *.model, vocab.txt, vocab.json and merges.txt, or *.tiktoken in it")
}

// globQuoted is a path that means itself in a pattern.
func globQuoted(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
