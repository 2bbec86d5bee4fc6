package model

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
)

// MarshalJSON is the model as tokenizer.json has it.
func (m *WordLevel) MarshalJSON() ([]byte, error) {
	b := append([]byte(nil), `{"type":"WordLevel","vocab":`...)
	b = m.appendTokens(b)
	b = jsontext.AppendString(append(b, `,"unk_token":`...), m.unknown)
	return append(b, '}'), nil
}

// MarshalJSON is the model as tokenizer.json has it.
func (m *WordPiece) MarshalJSON() ([]byte, error) {
	b := jsontext.AppendString([]byte(`{"type":"WordPiece","unk_token":`), m.spec.Unknown)
	b = jsontext.AppendString(append(b, `,"continuing_subword_prefix":`...), m.spec.Prefix)
	b = strconv.AppendInt(append(b, `,"max_input_chars_per_word":`...), int64(m.spec.Longest), 10)
	b = m.appendTokens(append(b, `,"vocab":`...))
	return append(b, '}'), nil
}

// MarshalJSON is the model as tokenizer.json has it.
func (m *BPE) MarshalJSON() ([]byte, error) {
	b := appendOptional([]byte(`{"type":"BPE","dropout":null,"unk_token":`), m.spec.Unknown)
	b = appendOptional(append(b, `,"continuing_subword_prefix":`...), m.spec.Prefix)
	b = appendOptional(append(b, `,"end_of_word_suffix":`...), m.spec.Suffix)
	b = strconv.AppendBool(append(b, `,"fuse_unk":`...), m.spec.FuseUnknown)
	b = strconv.AppendBool(append(b, `,"byte_fallback":`...), m.spec.ByteFallback)
	b = strconv.AppendBool(append(b, `,"ignore_merges":`...), m.spec.IgnoreMerges)
	b = m.appendTokens(append(b, `,"vocab":`...))
	b = append(b, `,"merges":[`...)
	for i, pair := range m.list {
		if i > 0 {
			b = append(b, ',')
		}
		left, _ := m.Token(int(pair[0]))
		right, _ := m.Token(int(pair[1]))
		b = jsontext.AppendString(append(b, '['), left)
		b = jsontext.AppendString(append(b, ','), right)
		b = append(b, ']')
	}
	return append(b, `]}`...), nil
}

// MarshalJSON is the model as tokenizer.json has it.
func (m *Unigram) MarshalJSON() ([]byte, error) {
	b := []byte(`{"type":"Unigram","unk_id":`)
	if m.unknownID < 0 {
		b = append(b, `null`...)
	} else {
		b = strconv.AppendInt(b, int64(m.unknownID), 10)
	}
	b = append(b, `,"vocab":[`...)
	for i, token := range m.vocabulary.tokens {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsontext.AppendString(append(b, '['), token)
		b = appendScore(append(b, ','), m.scores[i])
		b = append(b, ']')
	}
	b = strconv.AppendBool(append(b, `],"byte_fallback":`...), m.byteFallback)
	return append(b, '}'), nil
}

func appendOptional(b []byte, s *string) []byte {
	if s == nil {
		return append(b, `null`...)
	}
	return jsontext.AppendString(b, *s)
}

// appendScore writes the shortest digits of f as the reference does.
func appendScore(b []byte, f float64) []byte {
	if a := math.Abs(f); a == 0 || 1e-5 <= a && a < 1e16 {
		begin := len(b)
		b = strconv.AppendFloat(b, f, 'f', -1, 64)
		if bytes.IndexByte(b[begin:], '.') < 0 {
			b = append(b, ".0"...)
		}
		return b
	}
	text := strconv.FormatFloat(f, 'e', -1, 64)
	digits, exponent, _ := strings.Cut(text, "e")
	return append(append(append(append(b, digits...), 'e'), exponent[0]), strings.TrimLeft(exponent[1:], "0")...)
}

// appendTokens writes the tokens in the order of their ids.
func (v *vocabulary) appendTokens(b []byte) []byte {
	places := make([]int32, len(v.tokens))
	for i := range places {
		places[i] = int32(i)
	}
	if v.ids != nil {
		slices.SortStableFunc(places, func(a, b int32) int { return int(v.ids[a]) - int(v.ids[b]) })
	}
	b = append(b, '{')
	for i, place := range places {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsontext.AppendString(b, v.tokens[place])
		b = strconv.AppendInt(append(b, ':'), int64(v.id(place)), 10)
	}
	return append(b, '}')
}
