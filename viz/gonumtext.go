package viz

import (
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// mixed sets text for gonum's plots in two typefaces, as text.Plain does in one.
type mixed struct{ text.Plain }

func newMixed() mixed { return mixed{text.Plain{Fonts: fonts()}} }

// Box is the size of a line.
func (m mixed) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	_, height, depth = m.Plain.Box("", f)
	return m.width(txt, f), height, depth
}

func (m mixed) width(txt string, f font.Font) (width vg.Length) {
	for _, r := range runs(txt) {
		face := m.face(r, f)
		width += face.Width(r.text)
	}
	return width
}

// face is what sets a run; a character that has no glyph is left to gonum,
// which draws an empty box, or to the browser, which may have one.
func (m mixed) face(r run, f font.Font) font.Face {
	if r.typeface == cjk {
		return m.Fonts.Lookup(fallback, f.Size)
	}
	return m.Fonts.Lookup(f, f.Size)
}

// Draw draws text at a point.
func (m mixed) Draw(c vg.Canvas, txt string, sty text.Style, pt vg.Point) {
	txt = strings.TrimRight(txt, "\n")
	if txt == "" {
		return
	}
	c.SetColor(sty.Color)
	if sty.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(sty.Rotation)
	}
	sin, cos := math.Sincos(sty.Rotation)
	pt.X, pt.Y = pt.Y*vg.Length(sin)+pt.X*vg.Length(cos), pt.Y*vg.Length(cos)-pt.X*vg.Length(sin)
	pt.Y += sty.Height(txt)*vg.Length(sty.YAlign) - m.Extents(sty.Font).Ascent
	lines := m.Lines(txt)
	for i, line := range lines {
		at := pt.Add(vg.Point{
			X: vg.Length(sty.XAlign) * m.width(line, sty.Font),
			Y: vg.Length(len(lines)-i) * sty.Font.Size,
		})
		m.drawLine(c, line, sty.Font, at)
	}
}

func (m mixed) drawLine(c vg.Canvas, line string, f font.Font, at vg.Point) {
	for _, r := range runs(line) {
		face := m.face(r, f)
		c.FillString(face, at, r.text)
		at.X += face.Width(r.text)
	}
}
