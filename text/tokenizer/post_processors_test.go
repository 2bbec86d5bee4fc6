package tokenizer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// made is a tokenizer of six words with more fields of a tokenizer.json. Without a
// pre_tokenizer among them, it cuts words.
func made(t *testing.T, fields string) *Tokenizer {
	t.Helper()
	if !strings.Contains(fields, `"pre_tokenizer"`) {
		fields += `, "pre_tokenizer": {"type": "Whitespace"}`
	}
	tok, err := Parse([]byte(`{"version": "1.0", "model": {"type": "WordLevel", "unk_token": "[UNK]",
		"vocab": {"[UNK]": 0, "<s>": 1, "[CLS]": 4, "[SEP]": 5, "a": 11, "the": 18}}, ` + fields + `}`))
	require.NoError(t, err)
	return tok
}

// Post-processors one after another: what the reference (tokenizers 0.23.3) makes of
// "the a", and of the pair "the" and "a".
func TestPostProcessorsInARow(t *testing.T) {
	steps := map[string]string{
		"bert":     `{"type": "BertProcessing", "sep": ["[SEP]", 5], "cls": ["[CLS]", 4]}`,
		"roberta":  `{"type": "RobertaProcessing", "sep": ["[SEP]", 5], "cls": ["[CLS]", 4], "trim_offsets": true, "add_prefix_space": true}`,
		"bytes":    `{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}`,
		"template": `{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}], "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}`,
	}
	const none = -1
	for _, c := range []struct {
		steps                               string
		single, ids, types, special, places []int
	}{
		{"bert template", []int{4, 18, 11, 5}, []int{1, 4, 18, 5, 11, 5}, []int{0, 0, 0, 0, 1, 1}, []int{1, 1, 0, 1, 0, 1}, []int{none, 0, 0, 0, 1, 1}},
		{"roberta template", []int{4, 18, 11, 5}, []int{1, 4, 18, 5, 5, 11, 5}, []int{0, 0, 0, 0, 1, 1, 1}, []int{1, 1, 0, 1, 1, 0, 1}, []int{none, 0, 0, 0, 1, 1, 1}},
		{"template bert", []int{4, 18, 11, 5}, []int{4, 1, 5, 18, 5, 11, 5}, []int{0, 0, 0, 0, 1, 1, 1}, []int{1, 0, 1, 0, 1, 0, 1}, []int{none, 0, none, none, none, 1, none}},
		{"bert bert", []int{4, 4, 18, 11, 5, 5}, []int{4, 4, 18, 5, 5, 11, 5, 5}, []int{0, 0, 0, 0, 0, 1, 1, 1}, []int{1, 0, 0, 0, 1, 0, 0, 1}, []int{none, 0, 0, 0, none, 1, 1, none}},
		{"bert bytes", []int{4, 18, 11, 5}, []int{4, 18, 5, 11, 5}, []int{0, 0, 0, 1, 1}, []int{1, 0, 1, 0, 1}, []int{0, 0, 0, 1, 1}},
		{"bytes bert roberta", []int{4, 4, 18, 11, 5, 5}, []int{4, 4, 18, 5, 5, 5, 11, 5, 5}, []int{0, 0, 0, 0, 0, 0, 0, 0, 0}, []int{1, 0, 0, 0, 1, 1, 0, 0, 1}, []int{none, 0, 0, 0, none, none, 1, 1, none}},
	} {
		var list []string
		for name := range strings.FieldsSeq(c.steps) {
			list = append(list, steps[name])
		}
		tok := made(t, `"post_processor": {"type": "Sequence", "processors": [`+strings.Join(list, ",")+`]}`)
		e, err := tok.Encode("the a")
		require.NoError(t, err, c.steps)
		require.Equal(t, c.single, e.IDs, c.steps)
		e, err = tok.EncodePair("the", "a")
		require.NoError(t, err, c.steps)
		require.Equal(t, c.ids, e.IDs, c.steps)
		require.Equal(t, c.types, e.TypeIDs, c.steps)
		require.Equal(t, c.special, e.SpecialMask, c.steps)
		require.Equal(t, c.places, e.Sequences, c.steps)
	}
	tok := made(t, `"post_processor": {"type": "Sequence", "processors": [`+steps["template"]+","+steps["template"]+`]}`)
	_, err := tok.EncodePair("the", "a")
	require.EqualError(t, err, "tokenizer: post_processor: TemplateProcessing: the steps before make 3 parts: want 1 or 2")
}

// A template that has a text three times makes 50^3 pieces of 50: too many.
func TestTooManyPieces(t *testing.T) {
	text := `{"Sequence": {"id": "A", "type_id": 0}}`
	fields := `"truncation": {"direction": "Right", "max_length": 1, "strategy": "LongestFirst", "stride": 0},
		"post_processor": {"type": "TemplateProcessing", "single": [` + strings.Join([]string{text, text, text}, ",") + `], "pair": [], "special_tokens": {}}`
	tok := made(t, fields)
	e, err := tok.Encode(strings.Repeat("the ", 20))
	require.NoError(t, err)
	require.Len(t, e.Overflow, 20*20*20-1)
	_, err = tok.Encode(strings.Repeat("the ", 50))
	require.EqualError(t, err, "tokenizer: truncation: more than 65536 combinations of what was cut off of 3 texts of a pair, "+
		"or places of a template, each with each: cut one of them alone, or leave more tokens")
}

// The reference does not truncate to less than the special tokens.
func TestTruncationBelowSpecial(t *testing.T) {
	tok := made(t, `"truncation": {"direction": "Right", "max_length": 1, "strategy": "LongestFirst", "stride": 0},
		"post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 5], "cls": ["[CLS]", 4]}`)
	ids, err := tok.EncodeIDs("the a the")
	require.NoError(t, err)
	require.Equal(t, []int{4, 18, 11, 18, 5}, ids)
}
