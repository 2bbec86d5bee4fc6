package tokenizer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Tokens of spaces behind one that takes the spaces behind it: what the reference
// (tokenizers 0.23.3) finds, whether it looks before or after normalizing.
func TestSpacesTakenTwice(t *testing.T) {
	for _, c := range []struct {
		tokens, text string // l: takes spaces before, r: behind, w: alone
		ids          []int
		runes        [][2]int
	}{
		{"\n r", "a\n\n\nb", []int{11, 6, 6, 6, 0}, [][2]int{{0, 1}, {1, 4}, {2, 4}, {3, 4}, {4, 5}}},
		{"\n r", "\n\n", []int{6, 6}, [][2]int{{0, 2}, {1, 2}}},
		{"\n lr", "a \n \n \nb", []int{11, 6, 0}, [][2]int{{0, 1}, {1, 7}, {7, 8}}},
		{"<e> r|  ", "a<e>    b", []int{11, 6, 7, 7, 0}, [][2]int{{0, 1}, {1, 8}, {4, 6}, {6, 8}, {8, 9}}},
		{"<e> r|  ", "<e>   ", []int{6, 7, 0}, [][2]int{{0, 6}, {3, 5}, {5, 6}}},
		{"<e> r| a", "<e>  a b", []int{6, 7, 0}, [][2]int{{0, 5}, {4, 6}, {6, 8}}},
		{"<e> r| a l", "<e>   a b", []int{6, 7, 0}, [][2]int{{0, 6}, {6, 7}, {7, 9}}},
		{"<e> r|   rw| b", "<e>     b", []int{6, 7, 7, 8}, [][2]int{{0, 8}, {3, 8}, {5, 8}, {7, 9}}},
	} {
		for _, normalized := range []bool{false, true} {
			tok := spaced(t, c.tokens, normalized)
			e, err := tok.Encode(c.text)
			require.NoError(t, err)
			require.Equal(t, c.ids, e.IDs, "%q %q", c.tokens, c.text)
			require.Equal(t, c.runes, e.Runes, "%q %q", c.tokens, c.text)
			for i, b := range e.Bytes {
				if e.IDs[i] != 0 {
					require.Equal(t, c.text[b[0]:b[1]], e.Tokens[i])
				}
			}
		}
	}
	_, err := spaced(t, "<e> r|  l", false).Encode("<e>   a b") // the reference panics
	require.EqualError(t, err, `tokenizer: added_tokens: " " is spelled within the spaces that a token before it takes`)
}

// spaced adds tokens without a pre-tokenizer; the names of their flags are behind
// the last space, if that is not the token.
func spaced(t *testing.T, tokens string, normalized bool) *Tokenizer {
	var list []string
	for i, token := range strings.Split(tokens, "|") {
		content, flags := token, ""
		if at := strings.LastIndex(token, " "); at > 0 && strings.Trim(token[at+1:], "lrw") == "" && at+1 < len(token) {
			content, flags = token[:at], token[at+1:]
		}
		list = append(list, fmt.Sprintf(`{"id": %d, "content": %q, "single_word": %t, "lstrip": %t, "rstrip": %t, "normalized": %t, "special": false}`,
			6+i, content, strings.Contains(flags, "w"), strings.Contains(flags, "l"), strings.Contains(flags, "r"), normalized))
	}
	return made(t, `"pre_tokenizer": null, "added_tokens": [`+strings.Join(list, ",")+`]`)
}

// Tokens that take the same spaces again: memory and what is looked at do not grow
// with the square of their number.
func TestSpacesTakenByMany(t *testing.T) {
	const n = 200000
	for _, normalizer := range []string{"null", `{"type": "Lowercase"}`, `{"type": "Replace", "pattern": {"String": "A"}, "content": "aa"}`} {
		tok := made(t, `"normalizer": `+normalizer+`, "added_tokens": [{"id": 6, "content": "\n", "single_word": false,
			"lstrip": false, "rstrip": true, "normalized": true, "special": false}]`)
		e, err := tok.Encode("é A" + strings.Repeat("\n", n))
		require.NoError(t, err)
		require.GreaterOrEqual(t, e.Len(), n)
		require.Equal(t, strings.Repeat("\n", n-9), e.Tokens[e.Len()-n+9])
		require.Equal(t, [2]int{n + 2, n + 3}, e.Runes[e.Len()-1])
	}
}
