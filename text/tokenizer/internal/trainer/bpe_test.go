package trainer

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func filepathList() []string { return filepath.SplitList(os.Getenv("GAZE_TOKENIZER_TRAINING")) }

// fields cuts at white space.
type fields struct{}

func (fields) Cut(line []byte, each func(word []byte)) error {
	for word := range bytes.FieldsSeq(line) {
		each(word)
	}
	return nil
}

func count(t testing.TB, text string, workers int) []Word {
	words, err := Count([]io.Reader{strings.NewReader(text)}, workers, func() Cutter { return fields{} })
	require.NoError(t, err)
	return words
}

func TestBPELearnsTheReferencesMerges(t *testing.T) {
	for _, g := range goldens(t) {
		words := count(t, g.Text, 2)
		for _, want := range g.BPE {
			s := want.Settings
			got, err := BPE{
				Size: s.VocabSize, Least: s.MinFrequency, Special: s.SpecialTokens, Alphabet: s.alphabet(),
				Letters: s.LimitAlphabet, Longest: s.MaxTokenLength,
			}.Learn(words)
			require.NoError(t, err)
			ids := map[string]int{}
			for id, token := range got.Tokens {
				ids[token] = id
			}
			require.Len(t, want.Merges, len(got.Merges), "%+v", s)
			for i, pair := range want.Merges {
				require.Equal(t, pair, got.Merges[i], "%+v: merge %d", s, i)
			}
			require.Equal(t, want.Vocab, ids, "%+v", s)
		}
	}
}

// What is counted does not depend on workers, nor on how a reader comes in pieces.
func TestCountIsTheSameForAnyWorkers(t *testing.T) {
	var text strings.Builder
	for i := range 300000 {
		fmt.Fprintf(&text, "w%d x%d\n", i%977, i%13)
	}
	text.WriteString(strings.Repeat("long ", 500000) + "end")
	want := count(t, text.String(), 1)
	total := int64(0)
	for _, w := range want {
		total += w.Count
	}
	require.Equal(t, int64(2*300000+500000+1), total)
	for _, workers := range []int{0, 2, 3, 8} {
		require.Equal(t, want, count(t, text.String(), workers))
	}
	half := strings.LastIndexByte(text.String()[:text.Len()/3], '\n') + 1
	parts := []io.Reader{
		iotest.HalfReader(strings.NewReader(text.String()[:half])),
		iotest.DataErrReader(strings.NewReader(text.String()[half:])),
	}
	got, err := Count(parts, 3, func() Cutter { return fields{} })
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestCountReportsErrors(t *testing.T) {
	_, err := Count([]io.Reader{strings.NewReader("a b"), iotest.ErrReader(io.ErrClosedPipe)}, 2, func() Cutter { return fields{} })
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.ErrorContains(t, err, "text 1")
	_, err = Count([]io.Reader{strings.NewReader(strings.Repeat("x\n", 3*chunkSize))}, 2, func() Cutter { return refusing{} })
	require.ErrorIs(t, err, io.ErrNoProgress)
}

type refusing struct{}

func (refusing) Cut([]byte, func([]byte)) error { return io.ErrNoProgress }

// With a prefix and a suffix the reference's ids depend on the order of a hash
// map; here they are those of the words in order.
func TestBPELearnsWithPrefixAndSuffix(t *testing.T) {
	words := count(t, "low low low lower lower newest newest newest widest", 1)
	got, err := BPE{Size: 100, Prefix: "##", Suffix: "</w>", Least: 2, Special: []string{"<unk>"}}.Learn(words)
	require.NoError(t, err)
	require.Equal(t, "<unk>", got.Tokens[0])
	require.Equal(t, []string{"d", "e", "i", "l", "n", "o", "r", "s", "t", "w"}, got.Tokens[1:11])
	require.Contains(t, got.Tokens, "low</w>")
	require.Contains(t, got.Tokens, "newest</w>")
	require.Contains(t, got.Merges, [2]string{"l", "##o"})
	for _, token := range got.Tokens[1:] {
		require.NotContains(t, strings.TrimPrefix(token, "##"), "##")
	}
	_, err = BPE{}.Learn(words)
	require.Error(t, err)
}
