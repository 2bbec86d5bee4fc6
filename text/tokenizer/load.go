package tokenizer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// mostOfTokenizer is more bytes than any file of a tokenizer has.
const mostOfTokenizer = 1 << 28

// Load reads a file, by its name or what is in it, or a folder, in which it looks
// for the first of
//
//	tokenizer.json
//	*.model                    SentencePiece's, or tiktoken's with Llama 3's pattern
//	vocab.txt                  WordPiece, with tokenizer_config.json if that is there
//	vocab.json and merges.txt  byte-level BPE, with tokenizer_config.json too
//	*.tiktoken                 whose name is that of a known encoding
func Load(path string) (*Tokenizer, error) {
	t, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s: %w", path, err)
	}
	return t, nil
}

func load(path string) (*Tokenizer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if path, err = fileIn(path); err != nil {
			return nil, err
		}
	}
	file, err := readFile(path)
	if err != nil {
		return nil, err
	}
	folder, name := filepath.Split(path)
	switch {
	case name == "vocab.txt":
		config, err := readConfig(folder)
		if err != nil {
			return nil, err
		}
		return parseVocabTxt(file, config)
	case name == "vocab.json", name == "merges.txt":
		return loadGPT2(folder)
	case filepath.Ext(name) == ".tiktoken":
		return ParseTiktoken(file, strings.TrimSuffix(name, ".tiktoken"))
	case filepath.Ext(name) == ".model":
		return ParseSentencePiece(file)
	}
	return Parse(file)
}

// fileIn is the file of a folder that Load reads.
func fileIn(folder string) (string, error) {
	for _, pattern := range []string{"tokenizer.json", "*.model", "vocab.txt", "vocab.json", "*.tiktoken"} {
		found, err := filepath.Glob(filepath.Join(globQuoted(folder), pattern))
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

// readFile reads a file of bounded size.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, mostOfTokenizer+1))
	if err == nil && len(text) > mostOfTokenizer {
		err = fmt.Errorf("%s has more than %d bytes", filepath.Base(path), mostOfTokenizer)
	}
	return text, err
}

// readIfThere is readFile, nil for a file that is not there.
func readIfThere(path string) ([]byte, error) {
	text, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}
