package viz

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestVisible(t *testing.T) {
	for token, want := range map[string]string{
		"":            `""`,
		"the":         "the",
		" the":        "␣the",
		"\n\n":        "↵↵",
		"\t":          `\t`,
		"\r\n":        `\r↵`,
		"\x00\x1b":    `\x00\x1b`,
		"\u00a0":      `\u00a0`,
		"\u3000春":     `\u3000春`,
		"a\u200bb":    `a\u200bb`,
		"\u202ex":     `\u202ex`, // would turn what follows
		"\xe6\x98":    `\xe6\x98`,
		"a\xff":       `a\xff`,
		"\uFFFD":      "\uFFFD", // a character like others
		"\u0301":      "◌\u0301",
		"e\u0301":     "e\u0301",
		"'\"\\<b>&":   "'\"\\<b>&",
		"\U000e0001":  `\U000e0001`,
		"Ġthe":        "Ġthe",
		"▁the":        "▁the",
		"😀":           "😀",
		"\u2028":      `\u2028`,
		"unigram\x7f": `unigram\x7f`,
	} {
		require.Equal(t, want, visible(token), "%q", token)
	}
}

func TestOneLine(t *testing.T) {
	require.Equal(t, `a b c\x01d`, oneLine(" a\n\tb  c\x01d "))
	require.Empty(t, oneLine(" \n"))
}

func TestRuns(t *testing.T) {
	require.Equal(t, []run{{"a ", latin}, {"春眠", cjk}, {"b", latin}, {"😀", typeless}}, runs("a 春眠b😀"))
	require.Equal(t, []run{{"한국、かな", cjk}}, runs("한국、かな"))
	require.Empty(t, runs(""))
}

func TestTextWidth(t *testing.T) {
	require.InDelta(t, 36, textWidth("春眠曉", 12), 1e-9, "an em each")
	require.InDelta(t, 2*textWidth("width", 12), textWidth("width", 24), 1e-9)
	require.InDelta(t, 8, textWidth("😀", 10), 1e-9, "a box")
	require.InDelta(t, textWidth("春", 12)+textWidth("ab", 12), textWidth("春ab", 12), 1e-9)
}

func TestShorten(t *testing.T) {
	require.Equal(t, "short", shorten("short", 12, 100))
	cut := shorten("supercalifragilistic", 12, 60)
	require.Regexp(t, "^superc.*…$", cut)
	require.LessOrEqual(t, textWidth(cut, 12), 60.0)
	require.Equal(t, "春…", shorten("春眠不覺曉", 12, 25))
	require.Equal(t, "…", shorten("wide", 12, 1))
}
