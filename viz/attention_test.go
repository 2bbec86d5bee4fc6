package viz

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maps are weights of so many layers and heads over n tokens, each row a softmax.
func maps(layers, heads, n int, causal bool) [][][][]float32 {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	made := make([][][][]float32, layers)
	for l := range made {
		made[l] = make([][][]float32, heads)
		for h := range made[l] {
			made[l][h] = make([][]float32, n)
			for q := range n {
				row := make([]float32, n)
				seen := row
				if causal {
					seen = row[:q+1]
				}
				sum := float32(0)
				for k := range seen {
					seen[k] = float32(math.Exp(3 * r.NormFloat64()))
					sum += seen[k]
				}
				for k := range seen {
					seen[k] /= sum
				}
				made[l][h][q] = row
			}
		}
	}
	return made
}

func numbered(n int) []string {
	tokens := make([]string, n)
	for i := range tokens {
		tokens[i] = strconv.Itoa(i)
	}
	return tokens
}

func newAttention(t *testing.T, weights [][][][]float32, queries, keys []string) *Attention {
	t.Helper()
	a, err := NewAttention(weights, queries, keys)
	require.NoError(t, err)
	return a
}

var argument = regexp.MustCompile(`\n\}\)\((\{.*\})\);\n</script>`)

// pageData is what the script of a fragment is given.
func pageData(t *testing.T, fragment string) (data attentionData) {
	t.Helper()
	found := argument.FindStringSubmatch(fragment)
	require.Len(t, found, 2)
	require.NoError(t, json.Unmarshal([]byte(found[1]), &data))
	return data
}

// unpacked reads weights back as the script does.
func unpacked(t *testing.T, d attentionData) (rows [][]float64, most []float64) {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(d.Weights)
	require.NoError(t, err)
	heads := 0
	for _, n := range d.Heads {
		heads += n
	}
	count := heads * len(d.Queries)
	parts := b[4*count:]
	for i := range count {
		most = append(most, float64(math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))))
		row := make([]float64, len(d.Keys))
		seen := row
		if d.Packed {
			seen = row[:i%len(d.Queries)+1]
		}
		for k := range seen {
			if d.Bits == 16 {
				seen[k] = most[i] * float64(binary.LittleEndian.Uint16(parts)) / 65535
				parts = parts[2:]
			} else {
				seen[k] = most[i] * float64(parts[0]) / 255
				parts = parts[1:]
			}
		}
		rows = append(rows, row)
	}
	require.Empty(t, parts)
	return rows, most
}

func TestPackedWeights(t *testing.T) {
	for name, c := range map[string]struct {
		layers, heads, tokens int
		causal                bool
		bits                  int
		within                float64
	}{
		"open":        {2, 3, 7, false, 16, 0.00001},
		"causal":      {2, 3, 7, true, 16, 0.00001},
		"many":        {5, 13, 128, false, 8, 0.002},
		"causal many": {10, 14, 128, true, 8, 0.002},
	} {
		t.Run(name, func(t *testing.T) {
			weights := maps(c.layers, c.heads, c.tokens, c.causal)
			data := pageData(t, newAttention(t, weights, numbered(c.tokens), numbered(c.tokens)).HTML())
			require.Equal(t, c.bits, data.Bits)
			require.Equal(t, c.causal, data.Packed)
			require.Equal(t, c.causal, data.Causal[1][2])
			rows, most := unpacked(t, data)
			i := 0
			for _, heads := range weights {
				for _, w := range heads {
					for _, row := range w {
						for k, want := range row {
							if math.Abs(rows[i][k]-float64(want)) > c.within*most[i] {
								require.InDelta(t, want, rows[i][k], c.within*most[i], "row %d, key %d", i, k)
							}
						}
						i++
					}
				}
			}
		})
	}
}

func TestPageOfTwelveLayersStaysSmall(t *testing.T) {
	tokens := numbered(128)
	causal := Page("", newAttention(t, maps(12, 12, 128, true), tokens, tokens))
	require.Less(t, len(causal), 1_800_000)
	require.Less(t, len(Page("", newAttention(t, maps(12, 12, 128, false), tokens, tokens))), 3_400_000)
	require.Contains(t, causal, "within 0.2 % of")
}

func TestAttentionHTML(t *testing.T) {
	weights := [][][][]float32{{{{1, 0, 0}}, {{0, 0.5, 0.5}}}, {{{0, 0, 0}}}}
	a := newAttention(t, weights, []string{`</script><b>"`}, []string{"\n", " \u2028", "明\xe6"})
	a.Title = "<i>&"
	html := a.HTML()
	require.NotContains(t, html, "</script><b>")
	require.NotContains(t, html, "\u2028")
	require.Contains(t, html, "<h2>&lt;i&gt;&amp;</h2>")
	require.Contains(t, html, "within 0.001 % of")
	data := pageData(t, html)
	require.Equal(t, []string{`</script><b>"`}, data.Queries)
	require.Equal(t, []string{"↵", `␣\u2028`, `明\xe6`}, data.Keys)
	require.Equal(t, []int{2, 1}, data.Heads, "layers may have unequal numbers of heads")
	require.Equal(t, [][]bool{{false, false}, {false}}, data.Causal)
	require.False(t, data.Packed)
	rows, most := unpacked(t, data)
	require.Equal(t, [][]float64{{1, 0, 0}, {0, 0.5, 0.5}, {0, 0, 0}}, rows)
	require.Equal(t, []float64{1, 0.5, 0}, most)
	require.Contains(t, html, `data-gaze="`+data.ID+`"`)
	require.Equal(t, html, a.HTML(), "the same twice")

	a.Title = "another"
	require.NotEqual(t, data.ID, pageData(t, a.HTML()).ID)
}

// One map that is not causal makes all be written whole; each keeps its shape.
func TestAttentionOfMixedMaps(t *testing.T) {
	ab := []string{"a", "b"}
	data := pageData(t, newAttention(t, [][][][]float32{{{{1, 0}, {0.5, 0.5}}, {{0.5, 0.5}, {1, 0}}}}, ab, ab).HTML())
	require.False(t, data.Packed)
	require.Equal(t, [][]bool{{true, false}}, data.Causal)
}

func TestAttentionHead(t *testing.T) {
	a := newAttention(t, maps(2, 2, 3, true), numbered(3), numbered(3))
	h, err := a.Head(1, 0)
	require.NoError(t, err)
	require.Equal(t, "layer 1, head 0", h.Title)
	require.Equal(t, a.weights[1][0], h.weights)
	for want, at := range map[string][2]int{
		"attention: layer 2: want 0 to 1":          {2, 0},
		"attention: layer -1: want 0 to 1":         {-1, 0},
		"attention: layer 1, head 2: want 0 to 1":  {1, 2},
		"attention: layer 0, head -1: want 0 to 1": {0, -1},
	} {
		_, err := a.Head(at[0], at[1])
		require.EqualError(t, err, want)
	}
}

func TestAttentionThatCannotBeDrawn(t *testing.T) {
	for want, weights := range map[string][][][][]float32{
		"attention: no layer":                                                               {},
		"attention: layer 1 has no head":                                                    {{{{1}}}, {}},
		"attention: layer 0, head 1: 2 rows for 1 query tokens":                             {{{{1}}, {{1}, {1}}}},
		"attention: layer 0, head 0: row 0 has 2 weights for 1 key tokens":                  {{{{1, 1}}}},
		"attention: layer 0, head 0: weight [0, 0] is NaN: want a finite number, 0 or more": {{{{float32(math.NaN())}}}},
	} {
		_, err := NewAttention(weights, []string{"a"}, []string{"b"})
		require.EqualError(t, err, want)
	}
}

var (
	inert   = regexp.MustCompile(`(?s)<(script|style)>.*?</(script|style)>`)
	loading = regexp.MustCompile(`(?i)(src=|href=|action=|@import|url\()\s*["']?([^"'\s]*)`)
)

// balanced checks that each element of HTML is closed, in order.
func balanced(t *testing.T, html string) {
	t.Helper()
	var open []string
	for _, m := range regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*?(/?)>`).FindAllStringSubmatch(inert.ReplaceAllString(html, ""), -1) {
		switch name := m[2]; {
		case name == "meta" || m[3] == "/":
		case m[1] == "":
			open = append(open, name)
		default:
			require.NotEmpty(t, open, name)
			require.Equal(t, open[len(open)-1], name)
			open = open[:len(open)-1]
		}
	}
	require.Empty(t, open)
}

func TestPage(t *testing.T) {
	a := newAttention(t, maps(1, 2, 3, true), numbered(3), numbered(3))
	h, err := a.Head(0, 1)
	require.NoError(t, err)
	page := Page("<maps> of\n春", newCurve(t, Series{Y: []float64{1, 2}}), h, a, a)
	require.True(t, strings.HasPrefix(page, "<!DOCTYPE html>\n<html lang=\"en\">"))
	require.Contains(t, page, "<title>&lt;maps&gt; of 春</title>")
	require.Equal(t, 2, strings.Count(page, "<svg "))
	require.Equal(t, 2, strings.Count(page, "<div class=\"gaze\""))
	balanced(t, page)
	for _, m := range loading.FindAllStringSubmatch(page, -1) {
		require.True(t, strings.HasPrefix(m[2], "data:"), "the page would load %q", m[0])
	}
	require.Contains(t, page, "default-src 'none'")
	require.Contains(t, page, "prefers-color-scheme: dark")
	require.Contains(t, page, `id="theme"`)
	require.Contains(t, Page(""), "<title>Gaze</title>")
}

// What the style says of elements, the script and the HTML know.
func TestPageNamesItsParts(t *testing.T) {
	for _, m := range regexp.MustCompile(`\$\("\.([a-z]+)`).FindAllStringSubmatch(attentionJS, -1) {
		require.Regexp(t, `class="`+m[1]+`"`, attentionHTML)
	}
	require.Equal(t, 1, strings.Count(attentionJS, "/*DATA*/"))
	require.NotContains(t, attentionJS+attentionCSS+pageJS+pageCSS, "</")
}
