package pretokenizer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

func TestNoPreTokenizer(t *testing.T) {
	for _, raw := range []string{"", "null"} {
		p, err := FromJSON([]byte(raw))
		require.NoError(t, err)
		require.Nil(t, p)
	}
}

func TestRefused(t *testing.T) {
	for raw, want := range map[string]string{
		`{"type":"Magic"}`: `unknown type "Magic"`,
		`{"type":"ByteLevel","add_prefix_space":true}`:                                              `ByteLevel: field "trim_offsets": missing`,
		`{"type":"Metaspace","replacement":"__"}`:                                                   `Metaspace: field "replacement": want one character, have "__"`,
		`{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}`:                            `"last" is none of always`,
		`{"type":"Metaspace","replacement":"_","add_prefix_space":false}`:                           `field "add_prefix_space": false`,
		`{"type":"Split","pattern":{"String":"a"},"behavior":"Isolated"}`:                           `Split: field "invert": missing`,
		`{"type":"Split","pattern":{"String":"a"},"behavior":"isolated","invert":false}`:            `"isolated" is none of Removed`,
		`{"type":"Split","pattern":{"Regex":"\\p{Foo}"},"behavior":"Isolated","invert":false}`:      "property {Foo} is not known",
		`{"type":"Split","pattern":{"Regex":"a","String":"a"},"behavior":"Isolated","invert":true}`: `want {"String"`,
		`{"type":"Digits"}`:                                                                   `Digits: field "individual_digits": missing`,
		`{"type":"CharDelimiterSplit","delimiter":""}`:                                        "want one character",
		`{"type":"FixedLength","length":0}`:                                                   "want 1 or more",
		`{"type":"FixedLength","length":-1}`:                                                  "want a whole number",
		`{"type":"Punctuation","behavior":"Merged"}`:                                          `"Merged" is none of`,
		`{"type":"Sequence","pretokenizers":[{"type":"Magic"}]}`:                              `0 of a sequence: unknown type "Magic"`,
		strings.Repeat(`{"type":"Sequence","pretokenizers":[`, 40) + strings.Repeat(`]}`, 40): "nested more than 32 deep",
	} {
		_, err := FromJSON([]byte(raw))
		require.ErrorContains(t, err, want, raw)
		require.ErrorContains(t, err, "pre-tokenizer: ", raw)
	}
}

// Of older files: what add_prefix_space said is in prepend_scheme, and str_rep is
// what replacement is.
func TestOldMetaspace(t *testing.T) {
	p, err := FromJSON([]byte(`{"type":"Metaspace","replacement":"_","add_prefix_space":true,"str_rep":"_"}`))
	require.NoError(t, err)
	require.Equal(t, &metaspace{replacement: "_", scheme: always, split: true}, p)
	p, err = FromJSON([]byte(`{"type":"Metaspace","replacement":"_","add_prefix_space":false,"prepend_scheme":"never"}`))
	require.NoError(t, err)
	require.Equal(t, &metaspace{replacement: "_", scheme: never, split: true}, p)
}

// Tokens are neither cut nor changed, and move with the text before them.
func TestTokensStay(t *testing.T) {
	p, err := FromJSON([]byte(`{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"ByteLevel","add_prefix_space":true,` +
		`"trim_offsets":true,"use_regex":false}]}`))
	require.NoError(t, err)
	var text aligned.Text
	text.Reset("é b[M x]c", 0)
	s := Splits{Text: &text, List: []Split{{0, 4, NoToken}, {4, 9, 7}, {9, 10, NoToken}}}
	require.NoError(t, p.PreTokenize(&s))
	pieces, places := shown(&s, "é b[M x]c")
	require.Equal(t, []string{"ĠÃ©", "Ġb", "[M x]", "Ġc"}, pieces)
	require.Equal(t, []int{0, 1, 2, 3, 3, 8, 8, 9}, places)
	require.Equal(t, int32(7), s.List[2].ID)
}

func FuzzFromJSON(f *testing.F) {
	for _, raw := range []string{
		`{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":false},{"type":"UnicodeScripts"}]}`,
		`{"type":"Split","pattern":{"Regex":"\\s*"},"behavior":"MergedWithNext","invert":true}`,
		`{"type":"Metaspace","replacement":"▁","prepend_scheme":"first"}`, `{"type":"FixedLength","length":3}`,
		`{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true}`,
	} {
		f.Add([]byte(raw), "Ab 12\r\n\u0301中\xff")
	}
	f.Fuzz(func(t *testing.T, raw []byte, original string) {
		p, err := FromJSON(raw)
		if err != nil || p == nil {
			return
		}
		var text aligned.Text
		text.Reset(original, 0)
		var s Splits
		s.Reset(&text)
		if p.PreTokenize(&s) != nil {
			return
		}
		at := int32(0)
		for _, piece := range s.List {
			require.LessOrEqual(t, at, piece.Start)
			require.Less(t, piece.Start, piece.End)
			at = piece.End
			from, to := text.Original(int(piece.Start), int(piece.End))
			require.True(t, 0 <= from && from <= to && to <= len(original))
		}
		require.LessOrEqual(t, int(at), text.Len())
	})
}
