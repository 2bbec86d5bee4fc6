package viz

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func newCurve(t *testing.T, series ...Series) *Curve {
	t.Helper()
	c, err := NewCurve(series...)
	require.NoError(t, err)
	return c
}

// count is how many pixels have a colour.
func count(p image.Image, want color.RGBA) (n int) {
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if color.RGBAModel.Convert(p.At(x, y)) == want {
				n++
			}
		}
	}
	return n
}

func TestCurvePNG(t *testing.T) {
	c := newCurve(t, Series{Name: "train", Y: []float64{3, 2, 1}}, Series{Name: "validation", Y: []float64{3, 2.5, 2}})
	p := decoded(t, c.PNG())
	require.Equal(t, image.Rect(0, 0, 1280, 800), p.Bounds())
	require.Greater(t, count(p, series[0]), 1000, "a line from corner to corner")
	require.Greater(t, count(p, series[1]), 500)
	require.Zero(t, count(p, series[2]))
	require.Greater(t, count(p, paper), 900_000)
	require.Equal(t, c.PNG(), newCurve(t, c.series...).PNG(), "the same twice")
}

func TestCurveSVG(t *testing.T) {
	c := newCurve(t, Series{Name: "<train> & 訓練", X: []float64{0, 1000, 2000}, Y: []float64{4, 3, 2}}, Series{Y: []float64{1}})
	c.Title, c.X = "a \"title\"\x01\n", "步"
	svg := c.SVG()
	require.True(t, strings.HasPrefix(svg, "<svg "), "an XML prolog cannot stand in HTML")
	require.Equal(t, 1, strings.Count(svg, "http"), "its namespace loads nothing")
	texts := wellFormed(t, svg, "text")
	for _, want := range []string{`a "title"\x01`, "<train> & ", "訓練", "步", "loss", "0", "1,000", "2,000", "1", "4"} {
		require.Contains(t, texts, want)
	}
	require.Contains(t, svg, cjkFonts)
	require.NotContains(t, svg, "font-family:Liberation", "a font that a browser may lack has others after it")
	require.Equal(t, svg, c.SVG())
	wellFormed(t, c.HTML(), "")
	require.Equal(t, []string{"loss over step"}, wellFormed(t, newCurve(t, Series{Y: []float64{1, 2}}).SVG(), "title"))
}

func TestCurveOfOddSeries(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, s := range map[string]Series{
		"one point":        {Y: []float64{2}},
		"one at 0":         {Y: []float64{0}},
		"flat":             {Y: []float64{2, 2, 2}},
		"nearly flat":      {Y: []float64{1, 1 + 1e-15}},
		"huge":             {Y: []float64{-1e307, 1e307}},
		"tiny":             {Y: []float64{1e-300, 3e-300}},
		"gaps":             {Y: []float64{nan, 1, nan, inf, 2, 3, nan}},
		"gaps, smoothed":   {Y: []float64{nan, 1, nan, inf, 2, 3, nan}, Smooth: 0.5},
		"negative x and y": {X: []float64{-2000, -1.5, 1e6}, Y: []float64{-1, -2, -3}},
		"long name":        {Name: strings.Repeat("name ", 100), Y: []float64{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCurve(t, s)
			c.Title = strings.Repeat("long ", 100)
			require.Positive(t, count(decoded(t, c.PNG()), series[0]))
			svg := c.SVG()
			wellFormed(t, svg, "")
			require.NotContains(t, svg, "NaN")
			require.NotContains(t, svg, "Inf")
		})
	}
}

func TestCurveThatCannotBeDrawn(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	one := []float64{1}
	for want, s := range map[string]Series{
		`no data`:                                        {},
		`2 values of x for 1 of y`:                       {X: []float64{1, 2}, Y: one},
		`0 values of x for 1 of y`:                       {X: []float64{}, Y: one},
		`x[0] is NaN: want a finite number`:              {X: []float64{nan}, Y: one},
		`x[0] is -Inf: want a finite number`:             {X: []float64{-inf}, Y: one},
		`x[1] is 3, after 3: want it greater`:            {X: []float64{3, 3}, Y: []float64{1, 2}},
		`smooth is 1: want 0 up to, not including, 1`:    {Y: one, Smooth: 1},
		`smooth is -0.1: want 0 up to, not including, 1`: {Y: one, Smooth: -0.1},
		`smooth is NaN: want 0 up to, not including, 1`:  {Y: one, Smooth: nan},
		`no finite y among 2`:                            {Y: []float64{nan, inf}},
	} {
		s.Name = "loss"
		_, err := NewCurve(Series{Y: one}, s)
		require.EqualError(t, err, `curve: series 1 "loss": `+want)
	}
	_, err := NewCurve()
	require.EqualError(t, err, "curve: no series")
}

func TestLinesStopAtGaps(t *testing.T) {
	s := Series{X: []float64{10, 20, 30, 40}, Y: []float64{1, math.NaN(), 3, 4}}
	require.Equal(t, [][]point{{{10, 1}}, {{30, 3}, {40, 4}}}, s.lines())
}

func TestSmoothed(t *testing.T) {
	s := Series{Y: []float64{4, math.NaN(), 2, 1}, Smooth: 0.9}
	lines := s.smoothed()
	require.InDelta(t, 4, lines[0][0].y, 1e-12, "the first value is itself")
	require.InDelta(t, (0.9*4+2)/1.9, lines[1][0].y, 1e-12, "a gap does not start it anew")
	require.InDelta(t, (0.81*4+0.9*2+1)/2.71, lines[1][1].y, 1e-12)
	require.Equal(t, 4.0, s.Y[0])
	require.Equal(t, 2.0, s.Y[2], "the values stay")
}

// Of a long line so much is drawn as can be seen, its peaks among it.
func TestThin(t *testing.T) {
	line := make([]point, 100_000)
	for i := range line {
		line[i] = point{float64(i), math.Sin(float64(i))}
	}
	line[77_777].y, line[33].y = 9, -9
	kept := thin(line, 100)
	require.LessOrEqual(t, len(kept), 4*101)
	require.Equal(t, line[0], kept[0])
	require.Equal(t, line[len(line)-1], kept[len(kept)-1])
	require.Contains(t, kept, line[77_777])
	require.Contains(t, kept, line[33])
	for i := range kept[1:] {
		require.Less(t, kept[i].x, kept[i+1].x)
	}
	require.Equal(t, line[:400], thin(line[:400], 100), "a short one is kept whole")
}
