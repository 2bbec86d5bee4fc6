package tokenizer

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// ParseLlama2c reads a vocabulary as llama2.c's tokenizer.py exports it, all
// numbers little-endian:
//
//	int32               the length of the longest piece, in bytes
//	float32 int32 …     score, length and bytes of each piece, up to the end
func ParseLlama2c(file []byte) (*Pieces, error) {
	p, err := parseLlama2c(file)
	if err != nil {
		return nil, fmt.Errorf("llama2.c vocabulary: %w", err)
	}
	return p, nil
}

func parseLlama2c(file []byte) (*Pieces, error) {
	if len(file) < 4 {
		return nil, fmt.Errorf("%d bytes: want the longest piece's length in the first 4", len(file))
	}
	longest := int64(int32(binary.LittleEndian.Uint32(file)))
	var pieces []string
	for at := 4; at < len(file); {
		left := len(file) - at
		if left < 8 {
			return nil, fmt.Errorf("piece %d: ends after %d bytes of its score and length: want 8", len(pieces), left)
		}
		n := int64(int32(binary.LittleEndian.Uint32(file[at+4:])))
		at, left = at+8, left-8
		switch {
		case n < 1 || n > longest:
			return nil, fmt.Errorf("piece %d: %d bytes: want 1 to %d, the longest", len(pieces), n, longest)
		case n > int64(left):
			return nil, fmt.Errorf("piece %d: %d bytes, but the file has %d more", len(pieces), n, left)
		}
		piece := string(file[at : at+int(n)])
		if !utf8.ValidString(piece) {
			return nil, fmt.Errorf("piece %d: %q is not UTF-8", len(pieces), piece)
		}
		pieces = append(pieces, piece)
		at += int(n)
	}
	return NewPieces(pieces)
}

// ParseJSON reads a vocabulary as a JSON list of [piece, score].
func ParseJSON(file []byte) (*Pieces, error) {
	var list [][2]any
	if err := json.Unmarshal(file, &list); err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	pieces := make([]string, len(list))
	for i, entry := range list {
		piece, isText := entry[0].(string)
		if _, isNumber := entry[1].(float64); !isText || !isNumber {
			return nil, fmt.Errorf("vocabulary: piece %d is %v: want [piece, score]", i, entry)
		}
		pieces[i] = piece
	}
	p, err := NewPieces(pieces)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	return p, nil
}
