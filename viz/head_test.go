package viz

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// decoded is the picture of a PNG.
func decoded(t *testing.T, picture []byte) image.Image {
	t.Helper()
	p, err := png.Decode(bytes.NewReader(picture))
	require.NoError(t, err)
	return p
}

// wellFormed parses XML to its end and returns the text of its elements of a name.
func wellFormed(t *testing.T, text, name string) (found []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	in := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			if in = token.Name.Local == name; in {
				found = append(found, "")
			}
		case xml.CharData:
			if in {
				found[len(found)-1] += string(token)
			}
		case xml.EndElement:
			in = false
		}
	}
}

func newHead(t *testing.T, weights [][]float32, queries, keys []string) *Head {
	t.Helper()
	h, err := NewHead(weights, queries, keys)
	require.NoError(t, err)
	return h
}

// cellColour is the colour of a cell, near its corner, where there is no number.
func cellColour(p image.Image, l headLayout, q, k int) color.RGBA {
	at := l.cells.Min.Add(image.Pt(k*l.cell, q*l.cell)).Mul(density).Add(image.Pt(1, 1))
	return color.RGBAModel.Convert(p.At(at.X, at.Y)).(color.RGBA)
}

func TestHeadPixels(t *testing.T) {
	h := newHead(t, [][]float32{{0.5, 0.25, 0}, {0.125, 0, 0.5}}, []string{"a", "b"}, []string{"x", "春", "z"})
	l, p := h.layout(), decoded(t, h.PNG())
	require.Equal(t, image.Rect(0, 0, l.width*density, l.height*density), p.Bounds())
	require.Equal(t, 3*l.cell, l.cells.Dx())
	require.Equal(t, 2*l.cell, l.cells.Dy())
	full, none := rgb(lightRamp[8]), rgb(lightRamp[0])
	require.Equal(t, full, cellColour(p, l, 0, 0), "the greatest weight")
	require.Equal(t, rgb(lightRamp[4]), cellColour(p, l, 0, 1), "half of it")
	require.Equal(t, none, cellColour(p, l, 0, 2))
	require.Equal(t, rgb(lightRamp[2]), cellColour(p, l, 1, 0), "a quarter")
	require.Equal(t, full, cellColour(p, l, 1, 2))
	require.Equal(t, paper, color.RGBAModel.Convert(p.At(0, 0)))

	h.Most = 1
	require.Equal(t, rgb(lightRamp[4]), cellColour(decoded(t, h.PNG()), l, 0, 0))
}

func TestCausalHead(t *testing.T) {
	abc := []string{"a", "b", "c"}
	h := newHead(t, [][]float32{{1, 0, 0}, {0.2, 0.8, 0}, {0.4, 0, 0.6}}, abc, abc)
	l, p := h.layout(), decoded(t, h.PNG())
	for _, at := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		require.Equal(t, paper, cellColour(p, l, at[0], at[1]), "what is not seen is outside the map")
	}
	require.Equal(t, rgb(lightRamp[0]), cellColour(p, l, 2, 1), "a weight of 0 that could have been more")
	require.InDelta(t, 0.8, h.most(), 1e-7, "row 0 has no choice")
	require.Equal(t, rgb(lightRamp[8]), cellColour(p, l, 0, 0))
	require.Contains(t, wellFormed(t, h.SVG(), "text"), "≥ 0.8")

	open := newHead(t, [][]float32{{1, 0, 0}, {0.2, 0.8, 0}, {0.4, 0.5, 0.1}}[:2], abc[:2], abc)
	require.Equal(t, rgb(lightRamp[0]), cellColour(decoded(t, open.PNG()), open.layout(), 0, 2), "not square")
}

func TestHeadOfOneScale(t *testing.T) {
	h := newHead(t, [][]float32{{0}}, []string{""}, []string{" "})
	require.Equal(t, 1.0, h.most(), "all weights are 0")
	require.Equal(t, rgb(lightRamp[0]), cellColour(decoded(t, h.PNG()), h.layout(), 0, 0))
}

func TestHeadSVG(t *testing.T) {
	h := newHead(t, [][]float32{{0.5, 0.5}}, []string{"<b>&\x01"}, []string{"\n", " 明月"})
	h.Title = "a \"title\" <i>"
	svg := h.SVG()
	require.True(t, strings.HasPrefix(svg, "<svg "), "an XML prolog cannot stand in HTML")
	texts := wellFormed(t, svg, "text")
	for _, want := range []string{h.Title, `<b>&\x01`, "↵", "␣明月", "key", "query", ".50", "0.5", "0"} {
		require.Contains(t, texts, want)
	}
	require.Equal(t, 1, strings.Count(svg, "http"), "its namespace loads nothing")
	wellFormed(t, h.HTML(), "")
}

// Many tokens are not all named, and names do not run into each other.
func TestHeadOfManyTokens(t *testing.T) {
	for _, n := range []int{1, 12, 13, 60, 128, 129, 500, 1500} {
		tokens, weights := make([]string, n), make([][]float32, n)
		for i := range tokens {
			tokens[i], weights[i] = "token", make([]float32, n)
			weights[i][0] = 1
		}
		l := newHead(t, weights, tokens, tokens).layout()
		require.GreaterOrEqual(t, l.step*l.cell, l.size, "%d tokens", n)
		require.Equal(t, n <= 128, l.step == 1, "%d tokens", n)
		require.Equal(t, n <= 12, l.numbers, "%d tokens", n)
		require.LessOrEqual(t, l.cells.Dx(), max(mostSide, n))
		require.Positive(t, l.cells.Min.X)
		require.Greater(t, l.width, l.scale.Max.X)
	}
}

func TestHeadIsTheSameTwice(t *testing.T) {
	made := func() *Head {
		return newHead(t, [][]float32{{0.1, 0.9}, {0.7, 0.3}}, []string{"to", "😀"}, []string{"be", "明"})
	}
	require.Equal(t, made().PNG(), made().PNG())
	require.Equal(t, made().SVG(), made().SVG())
}

func TestHeadThatCannotBeDrawn(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	ab := []string{"a", "b"}
	for want, c := range map[string]struct {
		weights       [][]float32
		queries, keys []string
	}{
		"head: 0 query tokens and 2 key tokens: want at least one of each": {nil, nil, ab},
		"head: 2 query tokens and 0 key tokens: want at least one of each": {nil, ab, nil},
		"head: 1 rows for 2 query tokens":                                  {[][]float32{{1, 0}}, ab, ab},
		"head: row 1 has 1 weights for 2 key tokens":                       {[][]float32{{1, 0}, {1}}, ab, ab},
		"head: weight [1, 0] is NaN: want a finite number, 0 or more":      {[][]float32{{1, 0}, {nan, 1}}, ab, ab},
		"head: weight [0, 1] is +Inf: want a finite number, 0 or more":     {[][]float32{{1, inf}, {0, 1}}, ab, ab},
		"head: weight [0, 0] is -0.5: want a finite number, 0 or more":     {[][]float32{{-0.5, 1}, {0, 1}}, ab, ab},
	} {
		h, err := NewHead(c.weights, c.queries, c.keys)
		require.EqualError(t, err, want)
		require.Nil(t, h)
	}
}
