package processor

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// What is not supported, or not whole, is refused by name.
func TestRefused(t *testing.T) {
	for file, problem := range map[string]string{
		`{"type": "New"}`: `type is "New": it is not supported`,
		`{"type": "Sequence", "processors": [{"type": "BertProcessing", "sep": ["a", 1]}]}`:                                     "Sequence: 0: BertProcessing: cls is []: want [token, id]",
		`{"type": "RobertaProcessing", "sep": ["a", 1], "cls": ["b", 2]}`:                                                       "RobertaProcessing: want trim_offsets and add_prefix_space",
		`{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B", "type_id": 0}}], "pair": [], "special_tokens": {}}`: `TemplateProcessing: single: piece 0 is of a text "B": there are 1`,
		`{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x", "type_id": 0}}], "pair": []}`:                   `TemplateProcessing: single: piece 0 is "x": want ids and as many tokens of it in special_tokens`,
	} {
		_, err := FromJSON(json.RawMessage(file))
		require.EqualError(t, err, problem)
	}
}

// A template may have a text twice: each has its own types.
func TestTextTwice(t *testing.T) {
	p, err := FromJSON(json.RawMessage(`{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}},
		{"SpecialToken": {"id": "x", "type_id": 7}}, {"Sequence": {"id": "A", "type_id": 1}}],
		"pair": [], "special_tokens": {"x": {"id": "x", "ids": [8, 9], "tokens": ["x", "y"]}}}`))
	require.NoError(t, err)
	require.Equal(t, 2, p.Added(false))
	part := encoded.Part{Of: 1, Tokens: []encoded.Token{{ID: 3}}, Overflow: [][]encoded.Token{{{ID: 4}}}}
	parts, err := p.Process(&encoded.Memory{}, []encoded.Part{part}, []string{"a"}, true)
	require.NoError(t, err)
	all, err := Join(parts)
	require.NoError(t, err)
	ids := func(tokens []encoded.Token) (ids, types []int32) {
		for _, token := range tokens {
			ids, types = append(ids, token.ID), append(types, token.Type)
		}
		return ids, types
	}
	got, types := ids(all.Tokens)
	require.Equal(t, []int32{3, 8, 9, 3}, got)
	require.Equal(t, []int32{0, 7, 7, 1}, types)
	var overflow [][]int32
	for _, o := range all.Overflow {
		got, _ = ids(o)
		overflow = append(overflow, got)
	}
	require.Equal(t, [][]int32{{4, 8, 9, 3}, {4, 8, 9, 4}, {3, 8, 9, 4}}, overflow)
}
