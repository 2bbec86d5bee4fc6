package decoder

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the reference (tokenizers 0.23.3) decodes.
func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		tokens []string
		want   string
	}{
		"none":             {"", []string{"a", "b", "<0x41>"}, "a b <0x41>"},
		"byte level":       {`{"type":"ByteLevel"}`, []string{"Ġa", "ä½", "ł", "å", "b"}, " a你\uFFFDb"},
		"no letters":       {`{"type":"ByteLevel"}`, []string{"Ġa", "Ġ你"}, " aĠ你"},
		"fallback":         {`{"type":"ByteFallback"}`, []string{"<0xE4>", "<0xBD>", "<0xA0>", "a", "<0xE4>", "<0xBD>", "b"}, "你a\uFFFD\uFFFDb"},
		"wordpiece":        {`{"type":"WordPiece","prefix":"##","cleanup":true}`, []string{"##a", "##b", "don", "'", "t", ".", "n't"}, "##ab don ' t.n't"},
		"metaspace":        {`{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}`, []string{"▁a▁b", "▁c"}, "ab c"},
		"metaspace never":  {`{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"}`, []string{"▁a", "▁c"}, " a c"},
		"bpe":              {`{"type":"BPEDecoder","suffix":"</w>"}`, []string{"a", "b</w>", "c</w>"}, "ab c"},
		"ctc":              {`{"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":true}`, []string{"<pad>", "h", "h", "e", "l", "<pad>", "l", "o", "|", "|", "a"}, "hello a"},
		"regular":          {`{"type":"Replace","pattern":{"Regex":"[ab]+"},"content":"-"}`, []string{"abc", "cab"}, "-cc-"},
		"fused":            {`{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Replace","pattern":{"String":"ab"},"content":"-"}]}`, []string{"ca", "bc"}, "c-c"},
		"fused bytes":      {`{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"ByteLevel"}]}`, []string{"Ġa", "ĠÃ", "©"}, " a é"},
		"fused no letters": {`{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"ByteLevel"}]}`, []string{"Ġa", "ĠÃ", "©", "中", "Ġb"}, "ĠaĠÃ©中Ġb"},
		"bytes twice":      {`{"type":"Sequence","decoders":[{"type":"ByteLevel"},{"type":"ByteLevel"}]}`, []string{"Ġa", "ĠÃ", "©"}, " a é"},
		"llama": {`{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":1}]}`,
			[]string{"▁▁a", "<0x41>", "▁", "▁"}, " aA "},
	} {
		t.Run(name, func(t *testing.T) {
			var d Decoder
			if c.file != "" {
				var err error
				d, err = FromJSON(json.RawMessage(c.file))
				require.NoError(t, err)
			}
			r := NewRun(d)
			for _, token := range c.tokens {
				r.Token(token)
			}
			r.End()
			require.Equal(t, c.want, r.Take())
		})
	}
}

func TestUnknownDecoder(t *testing.T) {
	for file, problem := range map[string]string{
		`{"type":"Sequence","decoders":[{"type":"New"}]}`:                     `Sequence: 0: type is "New": it is not supported`,
		`{"type":"Strip","content":"ab","start":0,"stop":0}`:                  `Strip: content is "ab": want one character`,
		`{"type":"WordPiece"}`:                                                `WordPiece: want prefix and cleanup`,
		`{"type":"Metaspace","replacement":"▁","prepend_scheme":"sometimes"}`: `Metaspace: prepend_scheme is "sometimes": want "always", "first" or "never"`,
	} {
		_, err := FromJSON(json.RawMessage(file))
		require.EqualError(t, err, problem)
	}
}

func TestText(t *testing.T) {
	d, err := FromJSON(json.RawMessage(`{"type":"ByteLevel"}`))
	require.NoError(t, err)
	r := NewRun(d)
	var shown []string
	for _, token := range []string{"a", "ä", "½ł", "ä", "b"} {
		r.Token(token)
		shown = append(shown, r.Take())
	}
	r.End()
	require.Equal(t, []string{"a", "", "你", "", "\uFFFDb"}, shown)
	require.Empty(t, r.Take())
}
