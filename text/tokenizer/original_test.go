package tokenizer

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// Offsets of prefixes and suffixes that are spelt in bytes: those of the reference
// (tokenizers 0.23.3) as long as they are in the text, the end of the text for
// others, and the same place in bytes as in code points.
func TestOffsetsOfSpeltSuffixes(t *testing.T) {
	for _, c := range []struct {
		text, prefix, suffix string
		runes                [][2]int
	}{
		{"y", "", "s", [][2]int{{0, 1}, {1, 2}}},
		{"a龦", "", "s", [][2]int{{0, 1}, {1, 2}, {1, 2}, {1, 2}, {4, 5}}},
		{"yb龦", "", "s", [][2]int{{0, 1}, {1, 2}, {2, 3}, {2, 3}, {2, 3}, {2, 2}}},
		{"yb龦b龦y", "", "s", [][2]int{{0, 1}, {1, 2}, {2, 3}, {2, 3}, {2, 3}, {2, 2}, {4, 5}, {4, 5}, {4, 5}, {5, 6}, {2, 3}}},
		{"龦bzz龦y", "##", "</w>", [][2]int{
			{0, 1}, {0, 1}, {0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 4}, {2, 3}, {3, 4}, {4, 5}, {4, 5}, {4, 5}, {5, 6},
			{4, 4}, {4, 4}, {4, 5}, {5, 6}, {10, 11}, {11, 12}, {12, 13}, {13, 14}, {14, 15}, {15, 16},
		}},
		{"ayc", "##", "", [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 7}}},
	} {
		e, err := spelling(t, c.prefix, c.suffix).Encode(c.text)
		require.NoError(t, err)
		at := []int{}
		for i := range c.text {
			at = append(at, i)
		}
		at = append(at, len(c.text))
		for i, want := range c.runes {
			if n := len(at) - 1; want[0] >= n { // the reference counts on behind the text
				want = [2]int{n, n}
			}
			require.Equal(t, want, e.Runes[i], "%q, token %d", c.text, i)
			require.Equal(t, [2]int{at[want[0]], at[want[1]]}, e.Bytes[i], "%q, token %d", c.text, i)
		}
	}
}

// spelling is a BPE of the letters a, b and c that spells all others in bytes, and
// cuts at b.
func spelling(t *testing.T, prefix, suffix string) *Tokenizer {
	vocabulary := map[string]int{"<unk>": 0, "a": 257, "b": 258, "c": 259}
	for b := range 256 {
		vocabulary[fmt.Sprintf("<0x%02X>", b)] = 1 + b
	}
	list, err := json.Marshal(vocabulary)
	require.NoError(t, err)
	tok, err := Parse(fmt.Appendf(nil, `{"version": "1.0", "pre_tokenizer": {"type": "CharDelimiterSplit", "delimiter": "b"}, "model": {"type": "BPE",
		"vocab": %s, "merges": [], "unk_token": "<unk>", "fuse_unk": false, "byte_fallback": true, "dropout": null,
		"continuing_subword_prefix": %q, "end_of_word_suffix": %q}}`, list, prefix, suffix))
	require.NoError(t, err)
	return tok
}
