package generate_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

// Tokens 0 to 255 are bytes; these come after them.
const (
	prompted = 256 + iota
	end
	word  // "▁w": a space before it, but not at the beginning
	vocab // how many there are
)

// byteLevel decodes bytes, and drops a space that a text begins with. It shows
// what is no character as U+FFFD if told so.
type byteLevel struct{ replace bool }

func (b byteLevel) Decode(ids []int) string {
	var text []byte
	for _, id := range ids {
		switch {
		case id < 256:
			text = append(text, byte(id))
		case id == word:
			text = append(text, " w"...)
		}
	}
	s := strings.TrimPrefix(string(text), " ")
	if b.replace {
		return string([]rune(s))
	}
	return s
}

func bytesOf(text string) (ids []int) {
	for _, b := range []byte(text) {
		ids = append(ids, int(b))
	}
	return ids
}

// say runs a model that says ids, and answers with the output and what was
// streamed.
func say(t *testing.T, d generate.Decoder, c generate.Config, ids ...int) (out generate.Output, pieces []string) {
	t.Helper()
	g := generate.Generator{
		Model:   &scripts{vocab: vocab, says: map[int][]int{prompted: ids}},
		Config:  c,
		Decoder: d,
		Stream: func(row, token int, text string) bool {
			require.Zero(t, row)
			require.Equal(t, ids[len(pieces)], token)
			pieces = append(pieces, text)
			return true
		},
	}
	list, err := g.Generate(background, [][]int{{prompted}})
	require.NoError(t, err)
	return list[0], pieces
}

func TestTextComesInWholeCharacters(t *testing.T) {
	for _, d := range []byteLevel{{}, {replace: true}} {
		out, pieces := say(t, d, generate.Config{MaxNew: 8}, bytesOf("a世🙂")...)
		require.Equal(t, []string{"a", "", "", "世", "", "", "", "🙂"}, pieces)
		require.Equal(t, "a世🙂", out.Text)
	}
}

// What never became a character is there in the end.
func TestTextOfHalfACharacter(t *testing.T) {
	out, pieces := say(t, byteLevel{}, generate.Config{MaxNew: 3}, bytesOf("a\xe4\xb8")...)
	require.Equal(t, []string{"a", "", "\xe4\xb8"}, pieces)
	require.Equal(t, "a\xe4\xb8", out.Text)

	_, pieces = say(t, byteLevel{replace: true}, generate.Config{MaxNew: 7}, bytesOf("a\xff\xff\xff\xff\xffb")...)
	require.Equal(t, "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb", strings.Join(pieces, ""), "broken bytes hold nothing back for ever")
	require.NotEmpty(t, pieces[4])
}

func TestTextContinuesThePrompt(t *testing.T) {
	g := generate.Generator{
		Model:   &scripts{vocab: vocab, says: map[int][]int{word: {word, 'x', word}, prompted: {word, word}}},
		Config:  generate.Config{MaxNew: 3},
		Decoder: byteLevel{},
	}
	out, err := g.Generate(background, [][]int{{prompted, word}, {prompted}})
	require.NoError(t, err)
	require.Equal(t, " wx w", out[0].Text)
	require.Equal(t, "w w w", out[1].Text)
}

// A prompt that ends within a character: the character belongs to what follows.
func TestTextAfterHalfACharacter(t *testing.T) {
	for _, d := range []byteLevel{{}, {replace: true}} {
		g := generate.Generator{
			Model:   &scripts{vocab: vocab, says: map[int][]int{0xb8: {0x96, '!'}}},
			Config:  generate.Config{MaxNew: 2},
			Decoder: d,
		}
		out, err := g.Generate(background, [][]int{{'a', 0xe4, 0xb8}})
		require.NoError(t, err)
		require.Equal(t, "世!", out[0].Text)
	}
}

func TestStopStrings(t *testing.T) {
	for name, c := range map[string]struct {
		stops  []string
		says   string
		text   string
		pieces []string
		reason generate.Reason
	}{
		"across tokens": {[]string{"END"}, "abENDx", "ab", []string{"a", "b", "", "", ""}, generate.ByString},
		"a false start": {[]string{"END"}, "aENx", "aENx", []string{"a", "", "", "ENx"}, generate.ByLength},
		"a start at the end": {
			[]string{"END"}, "abEN", "abEN", []string{"a", "b", "", "EN"}, generate.ByLength},
		"one within another":       {[]string{"bcd", "c"}, "abcd", "ab", []string{"a", "", "b"}, generate.ByString},
		"starting again in itself": {[]string{"aab"}, "aaab", "a", []string{"", "", "a", ""}, generate.ByString},
		"of several bytes":         {[]string{"世"}, "a世", "a", []string{"a", "", "", ""}, generate.ByString},
		"at once":                  {[]string{"a"}, "ab", "", []string{""}, generate.ByString},
	} {
		t.Run(name, func(t *testing.T) {
			config := generate.Config{MaxNew: len(c.says), StopStrings: c.stops}
			out, pieces := say(t, byteLevel{}, config, bytesOf(c.says)...)
			require.Equal(t, c.text, out.Text)
			require.Equal(t, c.pieces, pieces)
			require.Equal(t, c.reason, out.Reason)
			require.Len(t, out.Tokens, len(c.pieces), "the stop string's tokens are kept")
		})
	}
}

// A stop string may end in bytes that never became a character.
func TestStopStringInHalfACharacter(t *testing.T) {
	for _, c := range []struct {
		d    byteLevel
		stop string
	}{{byteLevel{}, "b\xe4"}, {byteLevel{replace: true}, "b\uFFFD"}} {
		config := generate.Config{MaxNew: 4, StopStrings: []string{c.stop}}
		out, pieces := say(t, c.d, config, bytesOf("ab\xe4\xb8")...)
		require.Equal(t, "a", out.Text)
		require.Equal(t, "a", strings.Join(pieces, ""))
		require.Equal(t, generate.ByString, out.Reason)

		config = generate.Config{MaxNew: 9, StopTokens: []int{end}, StopStrings: []string{c.stop}}
		out, pieces = say(t, c.d, config, append(bytesOf("ab\xe4"), end)...)
		require.Equal(t, "a", out.Text)
		require.Equal(t, "a", strings.Join(pieces, ""))
		require.Equal(t, generate.ByToken, out.Reason)
	}
}

// One token may hold a stop string and more.
func TestStopStringWithinAToken(t *testing.T) {
	g := generate.Generator{
		Model:   &scripts{vocab: 3, says: map[int][]int{0: {1, 2, 1}}},
		Config:  generate.Config{MaxNew: 9, StopStrings: []string{"\n\n", "Q:"}},
		Decoder: pieces{"", "yes", ".\n\nQ: no"},
	}
	out, err := g.Generate(background, [][]int{{0}})
	require.NoError(t, err)
	require.Equal(t, generate.Output{Tokens: []int{1, 2}, Text: "yes.", Reason: generate.ByString}, out[0])
}

// The stop token is among the tokens, but not in the text, and what was held back
// comes with it.
func TestStopToken(t *testing.T) {
	config := generate.Config{MaxNew: 9, StopTokens: []int{end}, StopStrings: []string{"bc"}}
	out, pieces := say(t, byteLevel{}, config, 'a', 'b', end)
	require.Equal(t, []string{"a", "", "b"}, pieces)
	require.Equal(t, generate.Output{Tokens: []int{'a', 'b', end}, Text: "ab", Reason: generate.ByToken}, out)
}

// However a text is cut into tokens: what is streamed is the text up to the first
// stop string, in whole characters.
func TestRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aab世界🙂é\n")
	text := func(n int) string {
		runes := make([]rune, n)
		for i := range runes {
			runes[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(runes)
	}
	stopped := 0
	for n := range 500 {
		says, stops := text(1+r.IntN(14)), []string{text(1 + r.IntN(3)), text(2)}
		c := generate.Config{MaxNew: len(says), StopStrings: stops}
		out, streamed := say(t, byteLevel{replace: n%2 == 0}, c, bytesOf(says)...)

		want := says
		for _, s := range stops {
			before, _, _ := strings.Cut(says, s)
			want = says[:min(len(want), len(before))]
		}
		name := fmt.Sprintf("%q until %q", says, stops)
		require.Equal(t, want, out.Text, name)
		require.Equal(t, want, strings.Join(streamed, ""), name)
		for _, s := range streamed {
			require.True(t, utf8.ValidString(s), "%s: %q", name, s)
		}
		if want != says {
			require.Equal(t, generate.ByString, out.Reason, name)
			stopped++
		}
	}
	require.Greater(t, stopped, 100)
}

// Beams end by stop strings too.
func TestBeamsStopAtStrings(t *testing.T) {
	g := load(t)
	names := make(pieces, 20)
	for i := range names {
		names[i] = string(rune('a' + i))
	}
	model := generate.Generator{
		Model:   &recurrent{golden: g},
		Config:  generate.Config{MaxNew: 9, StopStrings: []string{"n"}},
		Decoder: names,
	}
	found, err := model.Beams(background, g.Prompts, generate.BeamConfig{Beams: 3, LengthPenalty: 1, Return: 3})
	require.NoError(t, err)

	byToken := generate.Generator{Model: model.Model, Config: generate.Config{MaxNew: 9, StopTokens: []int{13}}}
	want, err := byToken.Beams(background, g.Prompts, generate.BeamConfig{Beams: 3, LengthPenalty: 1, Return: 3})
	require.NoError(t, err)
	stopped := 0
	for i := range want {
		for j, w := range want[i] {
			h := found[i][j]
			require.Equal(t, w.Tokens, h.Tokens, "prompt %d, hypothesis %d", i, j)
			require.Equal(t, strings.TrimSuffix(names.Decode(h.Tokens), "n"), h.Text)
			if w.Reason == generate.ByToken {
				require.Equal(t, generate.ByString, h.Reason)
				stopped++
			}
		}
	}
	require.Positive(t, stopped)
}
