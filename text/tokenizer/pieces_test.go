package tokenizer_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return text
}

// pieces is a small vocabulary: 0 to 2 are special, 3 to 5 the bytes of €.
func pieces(t testing.TB) *tokenizer.Pieces {
	t.Helper()
	p, err := tokenizer.NewPieces([]string{
		"<unk>", "<s>", "</s>", "<0xE2>", "<0x82>", "<0xAC>", "▁a", " b", "c", "<0x0A>", "<0x0a>", "<0xG0>", "▁",
	})
	require.NoError(t, err)
	return p
}

func TestDecode(t *testing.T) {
	p := pieces(t)
	for want, ids := range map[string][]int{
		"":             {},
		"a bc":         {6, 7, 8},    // no space at the beginning,
		"b a":          {1, 7, 6, 2}, // nor after the beginning's own piece
		"c a":          {8, 6},
		"€\n":          {3, 4, 5, 9},
		"\xe2\x82c":    {3, 4, 8}, // as it is
		"<0x0a><0xG0>": {10, 11},  // no bytes: those have capital digits
		"<unk>c":       {0, 8},
		"c c":          {8, 12, 8},
		"cc":           {8, -7, 99, 8},
	} {
		require.Equal(t, want, p.Decode(ids), "%v", ids)
	}
	require.Equal(t, 13, p.Len())
	require.Equal(t, "▁a", p.Piece(6))
	require.Empty(t, p.Piece(13))
	require.Empty(t, p.Piece(-1))
}

func TestPiecesRefused(t *testing.T) {
	_, err := tokenizer.NewPieces([]string{"<unk>", "<s>"})
	require.EqualError(t, err, "pieces: there are 2: want unknown, beginning and end at least")
	_, err = tokenizer.NewPieces([]string{"<unk>", "", "</s>", ""})
	require.EqualError(t, err, "pieces: 1 is empty\npieces: 3 is empty")
}

// Both files of one vocabulary are read alike.
func TestParse(t *testing.T) {
	bin, err := tokenizer.ParseLlama2c(file(t, "tok512.bin"))
	require.NoError(t, err)
	list, err := tokenizer.ParseJSON(file(t, "tok512.json"))
	require.NoError(t, err)
	require.Equal(t, list, bin)
	require.Equal(t, 512, bin.Len())
	ids := []int{1, 403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426, 13, 438, 310}
	require.Equal(t, "Once upon a time, there was a little girl named Lily.\nLily", bin.Decode(ids))
}

func TestParseCorrupt(t *testing.T) {
	good := file(t, "tok512.bin")
	changed := func(at int, n uint32) []byte {
		return binary.LittleEndian.AppendUint32(append([]byte{}, good[:at]...), n)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":            {nil, "0 bytes: want the longest piece's length in the first 4"},
		"no pieces":        {good[:4], "pieces: there are 0: want unknown, beginning and end at least"},
		"half a score":     {good[:7], "piece 0: ends after 3 bytes of its score and length: want 8"},
		"half a piece":     {good[:14], "piece 0: 5 bytes, but the file has 2 more"},
		"longer than all":  {changed(8, 8), "piece 0: 8 bytes: want 1 to 7, the longest"},
		"empty piece":      {changed(8, 0), "piece 0: 0 bytes: want 1 to 7, the longest"},
		"negative length":  {changed(8, 1<<31), "piece 0: -2147483648 bytes: want 1 to 7, the longest"},
		"negative longest": {append(changed(0, 1<<31), good[4:]...), "piece 0: 5 bytes: want 1 to -2147483648, the longest"},
		"no UTF-8":         {append(changed(8, 1), 0xff), `piece 0: "\xff" is not UTF-8`},
	} {
		_, err := tokenizer.ParseLlama2c(c.file)
		require.EqualError(t, err, "llama2.c vocabulary: "+c.want, name)
	}
	for text, want := range map[string]string{
		`[["a", 0]`:             "vocabulary: unexpected end of JSON input",
		`{}`:                    "vocabulary: json: cannot unmarshal object into Go value of type [][2]interface {}",
		`[["a", 0], ["b"]]`:     "vocabulary: piece 1 is [b <nil>]: want [piece, score]",
		`[[1, 0]]`:              "vocabulary: piece 0 is [1 0]: want [piece, score]",
		`[["a", 0], ["b", -1]]`: "vocabulary: pieces: there are 2: want unknown, beginning and end at least",
	} {
		_, err := tokenizer.ParseJSON([]byte(text))
		require.EqualError(t, err, want, text)
	}
}

// What a corrupt file says is never followed out of it, and what is read decodes.
func FuzzParseLlama2c(f *testing.F) {
	f.Add(file(f, "tok512.bin"))
	f.Add([]byte("\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00a"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := tokenizer.ParseLlama2c(text)
		if err != nil {
			require.Nil(t, p)
			return
		}
		all := make([]int, p.Len())
		for i := range all {
			all[i] = i
		}
		streamed := ""
		s := tokenizer.NewStream(p)
		for _, id := range all {
			streamed += s.Next(id)
		}
		require.Equal(t, p.Decode(all), streamed+s.End())
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add([]byte(`[["<unk>", 0], ["<s>", 0], ["</s>", 0], ["▁a", -1]]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := tokenizer.ParseJSON(text)
		require.Equal(t, err == nil, p != nil)
	})
}

func ExamplePieces() {
	p, _ := tokenizer.NewPieces([]string{"<unk>", "<s>", "</s>", "▁Lily", "▁smiled", ".", "<0x0A>"})
	fmt.Printf("%q\n", p.Decode([]int{1, 3, 4, 5, 6}))
	// Output: "Lily smiled.\n"
}
