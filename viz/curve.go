package viz

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Curve is one or more series over steps: the loss of a run on what it trains
// on and on what it does not.
type Curve struct {
	Title  string
	X, Y   string // the names of the axes; "step" and "loss" if empty
	series []Series
}

// NewCurve checks that each series has data, as many x as y, x that rise, and a
// finite y. It copies the list, not the numbers.
func NewCurve(series ...Series) (*Curve, error) {
	if len(series) == 0 {
		return nil, errors.New("curve: no series")
	}
	for i := range series {
		if err := series[i].check(); err != nil {
			return nil, fmt.Errorf("curve: series %d %q: %w", i, series[i].Name, err)
		}
	}
	return &Curve{series: slices.Clone(series)}, nil
}

// A curve's size, in points.
const (
	curveWidth  = 640
	curveHeight = 400
)

// PNG is the curve as a picture of 1280 by 800 pixels.
func (c *Curve) PNG() []byte {
	canvas := vgimg.NewWith(vgimg.UseWH(curveWidth, curveHeight), vgimg.UseDPI(72*density))
	c.draw(draw.New(canvas))
	return encodePNG(canvas.Image())
}

// SVG is the curve as an <svg> element.
func (c *Curve) SVG() string {
	canvas := vgsvg.New(curveWidth, curveHeight)
	c.draw(draw.New(canvas))
	var b bytes.Buffer
	_, err := canvas.WriteTo(&b)
	must(err)
	return svgHead(curveWidth, curveHeight, c.title()) + browserFonts(afterTag(b.String()))
}

// HTML is the curve as a fragment that holds its SVG.
func (c *Curve) HTML() string {
	return "<figure style=\"margin:0\">\n" + c.SVG() + "</figure>\n"
}

func (c *Curve) title() string {
	if t := oneLine(c.Title); t != "" {
		return t
	}
	return fmt.Sprintf("%s over %s", c.yName(), c.xName())
}

func (c *Curve) xName() string { return orElse(oneLine(c.X), "step") }
func (c *Curve) yName() string { return orElse(oneLine(c.Y), "loss") }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// afterTag is what gonum wrote after its XML prolog and its <svg> tag.
func afterTag(svg string) string {
	_, svg, _ = strings.Cut(svg, "<svg")
	_, svg, _ = strings.Cut(svg, ">")
	return strings.TrimPrefix(svg, "\n")
}

var family = regexp.MustCompile(`style="font-family:([^;"]*);`)

// browserFonts names fonts that are everywhere after those of the pictures.
func browserFonts(svg string) string {
	return family.ReplaceAllStringFunc(svg, func(s string) string {
		if strings.Contains(s, string(fallback.Typeface)) {
			return `style="font-family:` + cjkFonts + `;`
		}
		return `style="font-family:` + latinFonts + `;`
	})
}

// bounds are those of all that is drawn, with room above and below.
func (c *Curve) bounds() (left, right, low, high float64) {
	left, right, low, high = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i := range c.series {
		for _, line := range c.series[i].lines() {
			for _, p := range line {
				left, right = min(left, p.x), max(right, p.x)
				low, high = min(low, p.y), max(high, p.y)
			}
		}
	}
	left, right = spread(left, right)
	low, high = spread(low, high)
	room := (high - low) / 25
	return left, right, low - room, high + room
}

// whole reports whether all x are whole numbers, as steps are.
func (c *Curve) whole() bool {
	return !slices.ContainsFunc(c.series, func(s Series) bool {
		return slices.ContainsFunc(s.X, func(x float64) bool { return x != math.Trunc(x) })
	})
}

// spread makes a range of a single number, or of some that floats hardly tell
// apart, wide enough to have marks.
func spread(low, high float64) (float64, float64) {
	if size := max(math.Abs(low), math.Abs(high)); high-low <= 1e-9*size || size == 0 {
		room := max(size/20, 1e-3)
		if size == 0 {
			room = 1
		}
		return low - room, high + room
	}
	return low, high
}
