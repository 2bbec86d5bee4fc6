package tokenizer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func TestBytes(t *testing.T) {
	var b tokenizer.Bytes
	require.Equal(t, 256, b.Size())
	for _, text := range []string{"", "abc", "山\x00", "\xFF\xE5"} {
		ids, err := b.Encode(text)
		require.NoError(t, err)
		require.Len(t, ids, len(text))
		require.Equal(t, text, b.Decode(ids))
	}
	require.Equal(t, "a", b.Decode([]int{-1, 'a', 256}))
}

// A stream shows a character when its last byte has come.
func TestBytesStream(t *testing.T) {
	ids, err := tokenizer.Bytes{}.Encode("a山")
	require.NoError(t, err)
	s := tokenizer.NewStream(tokenizer.Bytes{})
	var shown []string
	for _, id := range ids {
		shown = append(shown, s.Next(id))
	}
	require.Equal(t, []string{"a", "", "", "山"}, shown)
	require.Empty(t, s.Next(0xE5))
	require.Equal(t, "\xE5", s.End())
}
