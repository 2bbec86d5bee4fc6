package clean

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func pipeline(t testing.TB, list string) *Pipeline {
	steps, err := Parse(list)
	require.NoError(t, err)
	p, err := New(steps...)
	require.NoError(t, err)
	return p
}

func cleaned(t testing.TB, p *Pipeline, text string) string {
	var out bytes.Buffer
	require.NoError(t, p.Run(&out, strings.NewReader(text)))
	return out.String()
}

// Without steps a text stays as it is, whatever it is and however it is read.
func FuzzRun(f *testing.F) {
	for _, s := range []string{"", "\n", "a", "a\r\n\nb\xff", "a\n\n"} {
		f.Add(s, uint8(1))
		f.Add(s, uint8(200))
	}
	f.Fuzz(func(t *testing.T, text string, times uint8) {
		text = strings.Repeat(text, int(times))
		p := pipeline(t, "")
		var out bytes.Buffer
		require.NoError(t, p.Run(&out, iotest.OneByteReader(strings.NewReader(text))))
		require.True(t, text == out.String())
		lines := int64(strings.Count(text, "\n"))
		if text != "" && !strings.HasSuffix(text, "\n") {
			lines++
		}
		r := p.Report()
		require.Equal(t, Report{Texts: lines, Kept: lines, BytesIn: r.BytesIn, BytesOut: r.BytesIn}, r)
		require.Equal(t, int64(len(text)-strings.Count(text, "\n")), r.BytesIn)
	})
}

func TestReport(t *testing.T) {
	p := pipeline(t, "utf8, nfc, controls, links=<url>, spaces, empty, duplicates=100")
	require.Equal(t, "see <url> now\ncafé\n", cleaned(t, p, "see http://a.b  now\r\n\x00\ncafe\u0301\ncafé\nsee <url> now\n"))
	r := p.Report()
	require.EqualValues(t, 5, r.Texts)
	require.EqualValues(t, 2, r.Kept)
	require.Equal(t, []StepReport{
		{Name: "utf8"},
		{Name: "nfc", Changed: 1, Places: 1, Examples: []Example{{3, "cafe\u0301", "café", false}}},
		{Name: "controls", Changed: 2, Places: 2, Examples: []Example{{1, "see http://a.b  now\r", "see http://a.b  now", false}, {2, "\x00", "", false}}},
		{Name: "links", Changed: 1, Places: 1, Examples: []Example{{1, "see http://a.b  now", "see <url>  now", false}}},
		{Name: "spaces", Changed: 1, Places: 1, Examples: []Example{{1, "see <url>  now", "see <url> now", false}}},
		{Name: "empty", Dropped: 1, Examples: []Example{{2, "", "", true}}},
		{Name: "duplicates", Dropped: 2, Examples: []Example{{4, "café", "", true}, {5, "see <url> now", "", true}}},
	}, r.Steps)
	require.Contains(t, r.String(), "2 of 5 texts kept")
	require.Contains(t, r.String(), `links, text 1: "see http://a.b  now" → "see <url>  now"`)
	require.Contains(t, r.String(), `controls, text 2: "\x00" → ""`)
	require.Contains(t, r.String(), `duplicates, text 4: "café" dropped`)

	b, a := around(strings.Repeat("前", 50)+"x"+strings.Repeat("后", 50), strings.Repeat("前", 50)+"yy"+strings.Repeat("后", 50))
	require.Equal(t, "…前前前前前前前x后后后后后后后…", b)
	require.Equal(t, "…前前前前前前前yy后后后后后后后…", a)
}

type nothing struct{}

func (nothing) Name() string { return "nothing" }

func TestNewWantsStepsThatDoSomething(t *testing.T) {
	_, err := New(nothing{})
	require.EqualError(t, err, "clean: step clean.nothing is neither an Editor nor a Filter")
}

func TestParse(t *testing.T) {
	for list, want := range map[string]string{
		"nfd":                   `clean: step "nfd": want one of utf8, html, nfc,`,
		"nfc=1":                 "clean: nfc=1: want nfc alone: it has no argument",
		"repeats=0":             "clean: repeats=0: want a whole number from 1",
		"halfwidth=some":        "clean: halfwidth=some: want halfwidth or halfwidth=all",
		"scripts":               `clean: scripts: "": want a language such as zh or en`,
		"scripts=zh@2":          "clean: scripts: share 2: want above 0, at most 1",
		"scripts=zh@half":       "clean: scripts=half: want a number such as 0.8",
		"stopwords=xx":          `clean: stop words of "xx": want en or zh`,
		"duplicates=1":          "clean: duplicates: to remember 1 texts: want 2 to",
		"near-duplicates=0.1":   "clean: near-duplicates: threshold 0.1: want 0.3 to 1",
		"near-duplicates=alike": "clean: near-duplicates=alike: want a number such as 0.8",
	} {
		_, err := Parse(list)
		require.ErrorContains(t, err, want, list)
	}
	for _, d := range Steps() {
		s, err := step(d.Name, map[string]string{"scripts": "zh"}[d.Name])
		require.NoError(t, err)
		require.Equal(t, d.Name, s.Name())
	}
	for i, s := range Default() {
		require.Equal(t, []string{"utf8", "nfc", "controls"}[i], s.Name())
	}
}

// A line too long is cleaned in parts: nothing is lost, and no filter sees them.
func TestLongLines(t *testing.T) {
	for _, long := range []string{
		strings.Repeat("word ", 1<<20), strings.Repeat("中", 1<<20), strings.Repeat("a", LongestLine+1), strings.Repeat("\x80", 3<<20),
		strings.Repeat("a", LongestLine), strings.Repeat("a", 2*LongestLine),
	} {
		for _, text := range []string{long, long + "\n", "a\n" + long + "\n" + long + "\nb"} {
			p := pipeline(t, "nfc,scripts=ru")
			want := strings.NewReplacer("a\n"+long, long, "\nb", "\n").Replace(text)
			if len(long) <= LongestLine {
				want = ""
			}
			require.True(t, want == cleaned(t, p, text))
			require.Equal(t, len(long) > LongestLine, p.Report().Parts > 0)
		}
	}
}

func TestRunErrors(t *testing.T) {
	p := pipeline(t, "nfc")
	broken := errors.New("broken")
	err := p.Run(io.Discard, io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "clean: line 2")
	require.ErrorIs(t, p.Run(full{broken}, strings.NewReader(strings.Repeat("a\n", 1<<20))), broken)
}

type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

// Half of what comes in are lines of more than a megabyte.
func TestMemoryIsConstant(t *testing.T) {
	p := pipeline(t, "utf8,html,nfc,controls,links,spaces,empty,duplicates=1000,near-duplicates")
	near := p.steps[len(p.steps)-1].(*NearDuplicates)
	random := rand.New(rand.NewPCG(1, 1))
	peak := uint64(0)
	lines := &endless{random: random, left: 6 << 20, probe: func() { peak = max(peak, live()) }}
	before := live()
	require.NoError(t, p.Run(io.Discard, lines))
	require.EqualValues(t, 6<<20, p.Report().BytesIn+lines.feeds)
	require.Greater(t, peak, before)
	require.Less(t, peak-before, uint64(16<<20), "beside %d bytes that near-duplicates had before", near.Bytes())
}
