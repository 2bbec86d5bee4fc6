package clean

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The names of HTML and of schemes are ASCII: letters that Unicode folds to theirs,
// ſ (U+017F) and the Kelvin sign (U+212A), are others.
func TestNamesAreASCII(t *testing.T) {
	require.Equal(t, "a–z azſk @[`{ Éİ", smallASCII("A–Z aZſk @[`{ Éİ"))
	require.True(t, beginsWith("HtTpS://x", "https://"))
	require.False(t, beginsWith("http", "https://"))
	for r := rune(0); r < 0x300; r++ {
		small := beginsWith(string(r), "s")
		require.Equal(t, r == 's' || r == 'S', small, "%q", r)
		require.Equal(t, r == '@', beginsWith(string(r), "@"), "%q", r)
		if r >= 0x80 {
			require.Equal(t, string(r), smallASCII(string(r)))
		}
	}
	for text, want := range map[string]string{
		"<ſpan>a</ſpan>":                     "<ſpan>a</ſpan>",
		"<LINK\u212A>a<KBD>b</kbd>":          "<LINK\u212A>a" + "b",
		"<SCRIPT>x</ſcript></ScRiPt>y":       " y",
		"<script>x</\u017Fcript ></SCRIPT>y": " y",
	} {
		got, _ := HTML{}.Edit(text)
		require.Equal(t, want, got, "%q", text)
	}
	for text, want := range map[string]string{"see HTTPS://a.org/b": "see U", "see httpſ://a.org": "see httpſ://a.org", "WWW.a.org": "U"} {
		got, _ := Links{URL: "U"}.Edit(text)
		require.Equal(t, want, got, "%q", text)
	}
}

// A line of JSON with white space that is not JSON's is no empty line.
func TestLinesOfJSONAreNotEmpty(t *testing.T) {
	p, err := New(Default()...)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, p.RunJSON(&out, strings.NewReader(" \t\r\n"), "text"))
	require.Equal(t, " \t\n", out.String())
	require.ErrorContains(t, p.RunJSON(&out, strings.NewReader("{\"text\":\"a\"}\n\u00A0\n"), "text"), "clean: line 2: want a JSON object")
}
