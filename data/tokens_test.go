package data_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// count is the tokens 0, 1, … n-1.
func count(t *testing.T, n int) data.Tokens {
	t.Helper()
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i
	}
	tokens, err := data.NewTokens(ids, max(n, 1))
	require.NoError(t, err)
	return tokens
}

// A vocabulary of any size is held, the largest ids included.
func TestTokensOfAnySize(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, vocab := range []int{1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 1 << 32} {
		ids := []int{0, vocab - 1, vocab / 2}
		for range 50 {
			ids = append(ids, r.IntN(vocab))
		}
		tokens, err := data.NewTokens(ids, vocab)
		require.NoError(t, err)
		require.Equal(t, vocab, tokens.Vocab())
		require.Equal(t, ids, tokens.IDs())
		part := tokens.Slice(1, 9)
		require.Equal(t, 8, part.Len())
		require.Equal(t, ids[1:9], part.IDs())
		require.Equal(t, vocab-1, part.At(0))

		got := make([]int, 5)
		require.Equal(t, 3, part.Copy(got, 5))
		require.Equal(t, append(ids[6:9:9], 0, 0), got)
		require.Zero(t, part.Copy(got, 8))
		require.Zero(t, part.Copy(got, 9))
	}
}

func TestNewTokensRefuses(t *testing.T) {
	for _, id := range []int{-1, 7, 1 << 40} {
		_, err := data.NewTokens([]int{0, 6, id}, 7)
		require.ErrorContains(t, err, "tokens: ids[2] is ")
		require.ErrorContains(t, err, "want 0 to 6")
	}
	_, err := data.NewTokens(nil, 0)
	require.EqualError(t, err, "tokens: a vocabulary of 0: want 1 to 4294967296")
	_, err = data.NewTokens(nil, 1<<32+1)
	require.EqualError(t, err, "tokens: a vocabulary of 4294967297: want 1 to 4294967296")
}

// However a text comes, its tokens are those of the whole.
func TestEncode(t *testing.T) {
	text := strings.Repeat("空山不見人，\n但聞人語響。𝄞", 5_000)
	c, err := tokenizer.NewCharacters(text)
	require.NoError(t, err)
	for _, v := range []tokenizer.Vocabulary{c, tokenizer.Bytes{}, other{c}} {
		want, err := v.Encode(text)
		require.NoError(t, err)
		got, err := data.EncodeText(text, v)
		require.NoError(t, err)
		require.Equal(t, want, got.IDs())
		require.Equal(t, v.Size(), got.Vocab())
		slow, err := data.Encode(iotest.OneByteReader(strings.NewReader(text)), v)
		require.NoError(t, err)
		require.Equal(t, got, slow)
		once, err := data.Encode(iotest.DataErrReader(strings.NewReader(text)), v)
		require.NoError(t, err)
		require.Equal(t, got, once)
	}
}

// other is a vocabulary that data does not know, so it must see the whole text.
type other struct{ tokenizer.Vocabulary }

func TestEncodeSaysWhere(t *testing.T) {
	c, err := tokenizer.NewCharacters("空山\n")
	require.NoError(t, err)
	text := strings.Repeat("空山\n", 20_000) + strings.Repeat("山", 70_000) + "見"
	_, err = data.EncodeText(text, c)
	require.EqualError(t, err, "text:20001:70001: character '見' (U+898B) is not among the 3 of the vocabulary")
	var e *tokenizer.TextError
	require.ErrorAs(t, err, &e)
	require.Equal(t, 20_001, e.Line)

	path := filepath.Join(t.TempDir(), "poems.txt")
	require.NoError(t, os.WriteFile(path, []byte("山\r\n山a"), 0o600))
	f, err := data.OpenText(path)
	require.NoError(t, err)
	_, err = data.Encode(f, c)
	require.EqualError(t, err, path+":2:2: character 'a' (U+0061) is not among the 3 of the vocabulary")
	require.NoError(t, f.Close())

	_, err = data.EncodeText("山\n\xE5\xB1", c)
	require.EqualError(t, err, "text:2:1: byte 0xE5 is not UTF-8")
	gone := errors.New("the disk is gone")
	for _, v := range []tokenizer.Vocabulary{c, other{c}} {
		_, err = data.Encode(iotest.ErrReader(gone), v)
		require.ErrorIs(t, err, gone)
	}
}

// A vocabulary whose ids are wrong is found out.
func TestEncodeChecksIDs(t *testing.T) {
	_, err := data.EncodeText("a", small{})
	require.EqualError(t, err, "tokens: ids[0] is 97: want 0 to 6")
}

type small struct{ tokenizer.Bytes }

func (small) Size() int { return 7 }

func TestEncodeNothing(t *testing.T) {
	tokens, err := data.EncodeText("", tokenizer.Bytes{})
	require.NoError(t, err)
	require.Zero(t, tokens.Len())
	_, _, err = data.Split(tokens, 0.9)
	require.ErrorContains(t, err, "the text has 0 tokens")
}

// Both parts together are the whole, in order, cut where nanoGPT cuts.
func TestSplit(t *testing.T) {
	for _, n := range []int{2, 3, 10, 97, 1_000} {
		tokens := count(t, n)
		for _, fraction := range []float64{0.5, 0.9, 0.99} {
			training, validation, err := data.Split(tokens, fraction)
			if int(float64(n)*fraction) == 0 {
				require.Error(t, err)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, int(float64(n)*fraction), training.Len())
			require.Equal(t, tokens.IDs(), append(training.IDs(), validation.IDs()...))
		}
	}
	_, _, err := data.Split(count(t, 5), 0.1)
	require.EqualError(t, err,
		"split: the text has 5 tokens, of which 0.1 is 0: want at least 1 in each part, so more text")
	for _, fraction := range []float64{0, 1, -1, 2} {
		_, _, err := data.Split(count(t, 5), fraction)
		require.ErrorContains(t, err, "for training: want above 0 and below 1")
	}
}
