package tokenizer_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func TestCharactersAscend(t *testing.T) {
	c, err := tokenizer.NewCharacters("山中 a\nb山𝄞")
	require.NoError(t, err)
	require.Equal(t, 7, c.Size())
	ids, err := c.Encode("\n ab中山𝄞")
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6}, ids)
	require.Equal(t, "\n ab中山𝄞", c.Decode(ids))
	require.Equal(t, "山a", c.Decode([]int{5, -1, 7, 2, 1 << 40}), "ids it has not got are nothing")
	require.Equal(t, "山", c.Text(0, 5))
}

func TestCharactersDecodeUndoesEncode(t *testing.T) {
	text := "空山不見人，\n但聞人語響。\r\n\u0000\uFFFD\U0010FFFF Rück"
	c, err := tokenizer.NewCharacters(text)
	require.NoError(t, err)
	ids, err := c.Encode(text)
	require.NoError(t, err)
	require.Equal(t, text, c.Decode(ids))
	ids, err = c.Encode("")
	require.NoError(t, err)
	require.Empty(t, ids)
}

func TestCharactersNotThere(t *testing.T) {
	c, err := tokenizer.NewCharacters("abc\n山\uFFFD")
	require.NoError(t, err)
	cases := map[string]struct{ text, want string }{
		"a character":          {"ab\nc山é", "2:3: character 'é' (U+00E9) is not among the 6 of the vocabulary"},
		"in ASCII":             {"abd", "1:3: character 'd' (U+0064) is not among the 6 of the vocabulary"},
		"one not to be seen":   {"a\x00", `1:2: character '\x00' (U+0000) is not among the 6 of the vocabulary`},
		"no UTF-8":             {"a\n\nb\xE5\xB1", "3:2: byte 0xE5 is not UTF-8"},
		"a byte in the middle": {"\x80", "1:1: byte 0x80 is not UTF-8"},
		"half of a pair":       {"\xED\xA0\x80", "1:1: byte 0xED is not UTF-8"},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			ids, err := c.Encode(k.text)
			require.Nil(t, ids)
			require.EqualError(t, err, k.want)
		})
	}
	ids, err := c.Encode("a\uFFFD")
	require.NoError(t, err, "the sign itself is a character like any other")
	require.Equal(t, []int{1, 5}, ids)
}

func TestCharactersUnknown(t *testing.T) {
	c, err := tokenizer.NewCharacters("abc")
	require.NoError(t, err)
	_, found := c.Unknown()
	require.False(t, found)
	with, err := c.WithUnknown('\uFFFD')
	require.NoError(t, err)
	id, found := with.Unknown()
	require.True(t, found)
	require.Equal(t, 3, id)
	require.Equal(t, 4, with.Size())
	require.Equal(t, 3, c.Size(), "the first one has not changed")
	ids, err := with.Encode("a山\uFFFDd")
	require.NoError(t, err)
	require.Equal(t, []int{0, 3, 3, 3}, ids)
	require.Equal(t, "a\uFFFD\uFFFD\uFFFD", with.Decode(ids))
	_, err = with.Encode("a\xFF")
	require.EqualError(t, err, "1:2: byte 0xFF is not UTF-8")

	_, err = c.WithUnknown('b')
	require.EqualError(t, err, `vocabulary: sign 'b' for what is unknown: it is in the vocabulary, want another`)
	_, err = c.WithUnknown(0xD800)
	require.EqualError(t, err, "vocabulary: sign 0xd800 for what is unknown: want a character")
	_, err = with.WithUnknown('?')
	require.EqualError(t, err, `vocabulary: the sign for what is unknown is '�' already`)
}

func TestNewCharactersRefuses(t *testing.T) {
	_, err := tokenizer.NewCharacters("")
	require.EqualError(t, err, "vocabulary: no characters: want a text that is not empty")
	_, err = tokenizer.NewCharacters("山\nab\xFFc")
	require.EqualError(t, err, "vocabulary: 2:3: byte 0xFF is not UTF-8")
	var e *tokenizer.TextError
	require.ErrorAs(t, err, &e)
	require.Equal(t, 3, e.Column)
}

// However the text comes in pieces, its characters are the same.
func TestReadCharacters(t *testing.T) {
	text := strings.Repeat("空山不見人，\n", 10_000) + "end"
	want, err := tokenizer.NewCharacters(text)
	require.NoError(t, err)
	got, err := tokenizer.ReadCharacters(iotest.OneByteReader(strings.NewReader(text)))
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, 10, got.Size())

	_, err = tokenizer.ReadCharacters(iotest.ErrReader(errors.New("the disk is gone")))
	require.EqualError(t, err, "the disk is gone")
}
