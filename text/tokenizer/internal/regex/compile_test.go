package regex

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefused(t *testing.T) {
	for expression, want := range map[string]string{
		`(`:                "a group without its end",
		`a)`:               "a parenthesis too many",
		`[a`:               "a bracket without its end",
		`*a`:               "nothing before * to be repeated",
		`(?=a)*`:           "nothing before that could be repeated",
		`(a)\1`:            `\1 is not supported`,
		`a\Kb`:             `\K is not supported`,
		`\p{Foo}`:          "property {Foo} is not known",
		`\pL`:              `want {name} behind \p`,
		`[b-a]`:            `range 'b'-'a' goes backwards`,
		`a{3,2}`:           "the first number is the larger",
		`a{100001}`:        "more than 100000 repetitions",
		`(?s)a`:            "option 's' of a group is not supported",
		`(?i:ss)`:          "is not supported",
		`(?i:[ß])`:         "is not supported",
		`(a|){2}`:          "of what may match nothing is not supported",
		`\x{110000}`:       "is no code point",
		"\xff":             "not UTF-8",
		`((ab){99}){9999}`: "more than 50000 instructions",
		strings.Repeat("(", 200) + strings.Repeat(")", 200): "nested more than 100 deep",
	} {
		_, err := Compile(expression)
		require.ErrorContains(t, err, want, expression)
		require.ErrorContains(t, err, "regular expression", expression)
	}
}

// A text on which an expression goes back without end is an error, and takes no
// more steps for being longer than its share.
func TestSteps(t *testing.T) {
	re, err := Compile(`(a|aa)+$`)
	require.NoError(t, err)
	_, err = re.AppendMatches(nil, []byte(strings.Repeat("a", 5000)+"b"))
	require.ErrorContains(t, err, `"(a|aa)+$"`)
	require.ErrorContains(t, err, "more than 11000200 steps on 5001 bytes")
}

func FuzzCompile(f *testing.F) {
	for _, expression := range []string{
		`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s`,
		`(?<n>a|\b)*?(?<!b|cd)[[:^alpha:]&&[^\x{41}-\u0050]]{1,2}?(?#c)(?x: # d
)\R`,
	} {
		f.Add(expression, "It's 12\n a中\u0301")
	}
	f.Fuzz(func(t *testing.T, expression, text string) {
		re, err := Compile(expression)
		if err != nil {
			return
		}
		text = strings.ToValidUTF8(text, "\ufffd")
		list, _ := re.AppendMatches(nil, []byte(text))
		at := int32(0)
		for _, m := range list {
			require.LessOrEqual(t, at, m.Start)
			require.LessOrEqual(t, m.Start, m.End)
			at = m.End
		}
		require.LessOrEqual(t, int(at), len(text))
	})
}
