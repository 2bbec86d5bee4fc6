package viz

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Beside colours, what keeps lines apart: dashes, and the shapes of their
// points where these are few.
var (
	dashes = [][]vg.Length{nil, {7, 3}, {2, 2.5}, {9, 3, 2, 3}}
	shapes = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}}
)

const fewPoints = 40

// pen is how a series is drawn.
type pen struct {
	line draw.LineStyle
	dot  draw.GlyphStyle
}

func penOf(series []color.RGBA, i int) pen {
	c := series[i%len(series)]
	return pen{
		draw.LineStyle{Color: c, Width: 2, Dashes: dashes[i%len(dashes)]},
		draw.GlyphStyle{Color: c, Radius: 3.5, Shape: shapes[i%len(shapes)]},
	}
}

func (c *Curve) draw(on draw.Canvas) {
	on.SetColor(paper)
	on.Fill(on.Rectangle.Path())
	on = draw.Crop(on, margin, -margin*3/2, margin*3/4, -margin)
	on.Max.Y -= c.drawHead(on)

	p := plot.New()
	p.BackgroundColor = nil
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = c.bounds()
	style(&p.X, c.xName())
	style(&p.Y, c.yName())
	p.X.Tick.Marker = ticks{wanted: 8, whole: c.whole()}
	p.Y.Tick.Marker = ticks{wanted: 6}
	p.Y.Width, p.Y.Tick.Width = 0, 0
	p.Add(grid())
	for i := range c.series {
		c.add(p, i)
	}
	p.Draw(on)
}

func textStyle(size font.Length, c color.Color) text.Style {
	return text.Style{Color: c, Font: font.From(plain, size), Handler: newMixed()}
}

// style sets an axis: its name, and quiet lines.
func style(a *plot.Axis, name string) {
	a.Label.Text = name
	a.Label.Padding = 6
	label, mark := textStyle(13, faint), textStyle(11, ink)
	label.Rotation, label.XAlign, label.YAlign = a.Label.TextStyle.Rotation, a.Label.TextStyle.XAlign, a.Label.TextStyle.YAlign
	mark.XAlign, mark.YAlign = a.Tick.Label.XAlign, a.Tick.Label.YAlign
	a.Label.TextStyle, a.Tick.Label = label, mark
	a.LineStyle = draw.LineStyle{Color: rule, Width: 1}
	a.Tick.LineStyle = draw.LineStyle{Color: rule, Width: 1}
	a.Tick.Length = 4
	a.Padding = 0
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Horizontal = draw.LineStyle{Color: hair, Width: 1}
	g.Vertical = g.Horizontal
	return g
}

// add draws a series: its values, faint if there is a smoothed line to see.
func (c *Curve) add(p *plot.Plot, i int) {
	s, pen := &c.series[i], penOf(series, i)
	strong := s.lines()
	if s.Smooth > 0 {
		pale := pen
		pale.line.Color = blend(series[i%len(series)], paper, 0.68)
		pale.line.Width, pale.line.Dashes = 1, nil
		addLines(p, strong, pale, false)
		strong = s.smoothed()
	}
	addLines(p, strong, pen, s.Smooth == 0 && len(s.Y) <= fewPoints)
}

// addLines draws lines; their points too, if asked for, and those that stand
// alone.
func addLines(p *plot.Plot, lines [][]point, pen pen, dots bool) {
	for _, line := range lines {
		xys := make(plotter.XYs, 0, len(line))
		for _, at := range thin(line, curveWidth) {
			xys = append(xys, plotter.XY{X: at.x, Y: at.y})
		}
		if len(xys) > 1 {
			p.Add(&plotter.Line{XYs: xys, LineStyle: pen.line})
		}
		if dots || len(xys) == 1 {
			p.Add(&plotter.Scatter{XYs: xys, GlyphStyle: pen.dot})
		}
	}
}

// drawHead draws the title and the names of the series above the plot, where
// they cover no line, and says how much room they took.
func (c *Curve) drawHead(on draw.Canvas) vg.Length {
	at := vg.Point{X: on.Min.X, Y: on.Max.Y}
	if t := oneLine(c.Title); t != "" {
		sty := textStyle(16, ink)
		sty.YAlign = text.YTop
		on.FillText(sty, at, shorten(t, 16, float64(on.Max.X-on.Min.X)))
		at.Y -= 28
	}
	sty := textStyle(12, ink)
	named := false
	for i := range c.series {
		name := shorten(oneLine(c.series[i].Name), 12, 200)
		if name == "" {
			continue
		}
		width := vg.Length(textWidth(name, 12)) + 60
		if at.X > on.Min.X && at.X+width > on.Max.X+24 {
			at.X, at.Y = on.Min.X, at.Y-18
		}
		named = true
		c.drawSample(on, i, at)
		on.FillText(sty, vg.Point{X: at.X + 36, Y: at.Y - 11}, name)
		at.X += width
	}
	if named {
		at.Y -= 26
	}
	return on.Max.Y - at.Y
}

// drawSample draws a piece of a series' line beside its name.
func (c *Curve) drawSample(on draw.Canvas, i int, at vg.Point) {
	pen, y := penOf(series, i), at.Y-7
	on.StrokeLine2(pen.line, at.X, y, at.X+28, y)
	if s := &c.series[i]; s.Smooth == 0 && len(s.Y) <= fewPoints {
		on.DrawGlyph(pen.dot, vg.Point{X: at.X + 14, Y: y})
	}
}
