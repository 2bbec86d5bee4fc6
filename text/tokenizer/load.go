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
//	*.model                    SentencePiece's, or tiktoken's as ParseLlama3 reads it
//	vocab.txt                  WordPiece, with tokenizer_config.json if that is there
//	vocab.json and merges.txt  byte-level BPE, with tokenizer_config.json too
//	*.tiktoken                 whose name is that of a known encoding
//
// Beside a tokenizer.json no other file is read: it says all that changes ids, and
// clean_up_tokenization_spaces of a tokenizer_config.json is Options.CleanUp.
func Load(path string) (*Tokenizer, error) {
	t, err := load(path)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s: %w", path, err)
	}
	return t, nil
}

func load(path string) (*Tokenizer, error) {
	path, err := fileAt(path)
	if err != nil {
		return nil, err
	}
	file, err := readFile(path)
	if err != nil {
		return nil, err
	}
	folder, name := filepath.Split(path)
	format, err := formatOf(name, file)
	if err != nil {
		return nil, err
	}
	switch format {
	case VocabTxt:
		config, err := readConfig(folder)
		if err != nil {
			return nil, err
		}
		return parseVocabTxt(file, config)
	case VocabMerges:
		return loadGPT2(folder)
	case TiktokenRanks:
		if filepath.Ext(name) == ".model" {
			return ParseLlama3(file)
		}
		return ParseTiktoken(file, strings.TrimSuffix(name, ".tiktoken"))
	case SentencePieceModel:
		return ParseSentencePiece(file)
	}
	return Parse(file)
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
