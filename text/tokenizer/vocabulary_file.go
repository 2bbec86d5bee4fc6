package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// file is a vocabulary in JSON:
//
//	{"type": "characters", "characters": "\n !$", "unknown": "\ufffd"}
//	{"type": "bytes"}
type file struct {
	Type       string `json:"type"`
	Characters string `json:"characters,omitempty"` // in ascending order, each once
	Unknown    string `json:"unknown,omitempty"`    // the sign for all others
}

// mostOfFile is more bytes than any vocabulary has: 12 for each code point,
// \ud834\udd1e.
const mostOfFile = 12*(utf8.MaxRune+1) + 1<<10

// MarshalJSON writes the characters as one string.
func (c *Characters) MarshalJSON() ([]byte, error) {
	f := file{Type: "characters", Characters: string(c.characters)}
	if c.unknown != none {
		f.Unknown = string(c.unknown)
		f.Characters = f.Characters[:len(f.Characters)-len(f.Unknown)]
	}
	return json.Marshal(f)
}

// ParseVocabulary reads what Characters and Bytes write as JSON.
func ParseVocabulary(text []byte) (Vocabulary, error) {
	v, err := parseVocabulary(text)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	return v, nil
}

func parseVocabulary(text []byte) (Vocabulary, error) {
	if len(text) > mostOfFile {
		return nil, fmt.Errorf("more than %d bytes: want a vocabulary of characters or bytes", mostOfFile)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("it is not UTF-8") // encoding/json would make U+FFFD of it
	}
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	switch f.Type {
	case "bytes":
		if f.Characters != "" || f.Unknown != "" {
			return nil, errors.New(`type "bytes" with characters: want the type alone`)
		}
		return Bytes{}, nil
	case "characters":
		return f.parseCharacters()
	}
	return nil, fmt.Errorf(`type is %q: want "characters" or "bytes"`, f.Type)
}

func (f *file) parseCharacters() (Vocabulary, error) {
	characters := []rune(f.Characters)
	for i := 1; i < len(characters); i++ {
		if characters[i] <= characters[i-1] {
			return nil, fmt.Errorf("character %d is %q after %q: want each once, in ascending order",
				i, characters[i], characters[i-1])
		}
	}
	c, err := newCharacters(characters)
	if err != nil || f.Unknown == "" {
		return c, err
	}
	sign, size := utf8.DecodeRuneInString(f.Unknown)
	if size != len(f.Unknown) {
		return nil, fmt.Errorf("unknown is %q: want one character", f.Unknown)
	}
	return c.WithUnknown(sign)
}

// LoadVocabulary reads a file that SaveVocabulary wrote.
func LoadVocabulary(path string) (Vocabulary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, mostOfFile+1))
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	v, err := parseVocabulary(text)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %s: %w", path, err)
	}
	return v, nil
}

// SaveVocabulary writes *Characters or Bytes to a file: beside it first, and
// then renamed, so that whoever reads sees the old file or the new one.
func SaveVocabulary(path string, v Vocabulary) error {
	m, can := v.(json.Marshaler)
	if !can {
		return fmt.Errorf("vocabulary: cannot save %T: want *Characters or Bytes", v)
	}
	text, err := m.MarshalJSON()
	if err != nil {
		return fmt.Errorf("vocabulary: %w", err)
	}
	if err := replace(path, append(text, '\n')); err != nil {
		return fmt.Errorf("vocabulary: %w", err)
	}
	return nil
}

// replace writes a file at once; if that fails, what was at path is still there.
func replace(path string, text []byte) error {
	beside := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%016x.tmp", filepath.Base(path), rand.Uint64()))
	// Not os.CreateTemp, whose files only their owner may read.
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(beside, path)
	}
	if err != nil {
		_ = os.Remove(beside)
	}
	return err
}
