package tokenizer

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// As in the reference, padding to a fixed length of 0 pads nothing, not even to the
// longest of a batch or to a multiple.
func TestPaddingToNothing(t *testing.T) {
	for strategy, want := range map[string][][]int{
		`{"Fixed": 0}`:   {{11}, {11, 18}},
		`{"Fixed": 1}`:   {{11, 7, 7, 7}, {11, 18, 7, 7}},
		`"BatchLongest"`: {{11, 7, 7, 7}, {11, 18, 7, 7}},
	} {
		tok := made(t, `"padding": {"strategy": `+strategy+`, "direction": "Right", "pad_to_multiple_of": 4, "pad_id": 7, "pad_type_id": 0, "pad_token": "x"}`)
		ids, err := tok.EncodeIDsBatch([]string{"a", "a the"})
		require.NoError(t, err)
		require.Equal(t, want, ids, strategy)
	}
	_, err := Parse([]byte(`{"version": "1.0", "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0}},
		"padding": {"strategy": {"Fixed": 0}, "direction": "up", "pad_id": 7, "pad_type_id": 0, "pad_token": "x"}}`))
	require.ErrorContains(t, err, `padding: direction is "up"`)
}

func TestPaddingOf(t *testing.T) {
	tok := made(t, `"normalizer": null`)
	p, err := tok.PaddingOf("[SEP]")
	require.NoError(t, err)
	require.Equal(t, &Padding{ID: 5, Token: "[SEP]"}, p)
	_, err = tok.PaddingOf("[PAD]")
	require.EqualError(t, err, `tokenizer: padding: "[PAD]" is no token`)
}
