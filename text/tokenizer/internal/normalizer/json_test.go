package normalizer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

func TestNoNormalizer(t *testing.T) {
	for _, raw := range []string{"", "null"} {
		n, err := FromJSON([]byte(raw))
		require.NoError(t, err)
		require.Nil(t, n)
	}
}

func TestRefused(t *testing.T) {
	for raw, want := range map[string]string{
		`[]`:                        "normalizer: ",
		`{}`:                        `field "type": missing`,
		`{"type":"Magic"}`:          `unknown type "Magic"`,
		`{"type":"BertNormalizer"}`: `BertNormalizer: field "clean_text": missing`,
		`{"type":"BertNormalizer","clean_text":1,"handle_chinese_chars":true,"lowercase":true}`: `want true or false, have 1`,
		`{"type":"Strip","strip_left":true}`:                                                    `Strip: field "strip_right": missing`,
		`{"type":"Prepend","prepend":null}`:                                                     `Prepend: field "prepend": want a string, have null`,
		`{"type":"Replace","pattern":"a","content":""}`:                                         `Replace: field "pattern": want {"String"`,
		`{"type":"Replace","pattern":{"Regex":"(a"},"content":""}`:                              `regular expression "(a"`,
		`{"type":"Replace","pattern":{"String":"a"}}`:                                           `Replace: field "content": missing`,
		`{"type":"Precompiled","precompiled_charsmap":""}`:                                      "0 bytes: want a size of four",
		`{"type":"Precompiled","precompiled_charsmap":"!!"}`:                                    "illegal base64",
		`{"type":"Precompiled","precompiled_charsmap":"/////w=="}`:                              "a trie of 4294967295 bytes in 0",
		`{"type":"Sequence"}`:                                                                   `Sequence: field "normalizers": missing`,
		`{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Magic"}]}`:                   `1 of a sequence: unknown type "Magic"`,
		strings.Repeat(`{"type":"Sequence","normalizers":[`, 40) + strings.Repeat(`]}`, 40):     "nested more than 32 deep",
	} {
		_, err := FromJSON([]byte(raw))
		require.ErrorContains(t, err, want, raw)
		require.ErrorContains(t, err, "normalizer: ", raw)
	}
}

func FuzzFromJSON(f *testing.F) {
	for _, raw := range []string{
		`{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]}`,
		`{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}`,
		`{"type":"Precompiled","precompiled_charsmap":"CAAAAAAEAABhBQAAYQA="}`,
	} {
		f.Add([]byte(raw), "Ab é中\r\n\u0301ﬁ\xff")
	}
	f.Fuzz(func(t *testing.T, raw []byte, text string) {
		n, err := FromJSON(raw)
		if err != nil || n == nil {
			return
		}
		var x aligned.Text
		x.Reset(text, 0)
		if n.Normalize(&x) != nil {
			return
		}
		require.True(t, utf8.Valid(x.Bytes()))
		for i := range x.Len() {
			from, to := x.Original(i, i+1)
			require.True(t, 0 <= from && from <= to && to <= len(text))
		}
	})
}
