package viz

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// typesetter draws lines of text as masks. It keeps the faces it has made.
type typesetter struct {
	faces map[[2]int]font.Face // by typeface and size
}

func newTypesetter() *typesetter { return &typesetter{map[[2]int]font.Face{}} }

// set is a line as drawn.
type set struct {
	mask   *image.Alpha
	width  float64
	ascent int // rows of the mask above the baseline
}

// line sets text of one line at a size in pixels.
func (t *typesetter) line(text string, size int) set {
	width := textWidth(text, float64(size))
	s := set{width: width, ascent: size + size/4}
	s.mask = image.NewAlpha(image.Rect(0, 0, int(math.Ceil(width))+1, s.ascent+size/2))
	x := 0.0
	for _, r := range runs(text) {
		if r.typeface == typeless {
			t.boxes(s, x, size, r.text)
		} else {
			t.glyphs(s, x, t.face(r.typeface, size), r.text)
		}
		x += runWidth(r, float64(size))
	}
	return s
}

func (t *typesetter) face(typeface, size int) font.Face {
	key := [2]int{typeface, size}
	if t.faces[key] == nil {
		face, err := opentype.NewFace(typefaces()[typeface], &opentype.FaceOptions{Size: float64(size), DPI: 72})
		must(err)
		t.faces[key] = face
	}
	return t.faces[key]
}

func (t *typesetter) glyphs(s set, x float64, face font.Face, text string) {
	d := font.Drawer{Dst: s.mask, Src: image.Opaque, Face: face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(math.Round(x * 64)), Y: fixed.I(s.ascent)}
	d.DrawString(text)
}

// boxes draws characters that no typeface has.
func (t *typesetter) boxes(s set, x float64, size int, text string) {
	for _, r := range text {
		at := image.Pt(int(math.Round(x)), s.ascent)
		switch r {
		case spaceMark:
			drawSpace(s.mask, at, size)
		case newlineMark:
			drawNewline(s.mask, at, size)
		case pieceMark:
			fill(s.mask, image.Rect(size/20, -size/8, size*3/4, 0).Add(at))
		default:
			t.codePoint(s, at, size, r)
		}
		x += boxEm * float64(size)
	}
}

// drawSpace draws ␣ at a point on the baseline.
func drawSpace(m *image.Alpha, at image.Point, size int) {
	stroke, rise := max(1, size/12), size*3/10
	box := image.Rect(size/10, -rise, size*7/10, 0).Add(at)
	fill(m, image.Rect(box.Min.X, box.Max.Y-stroke, box.Max.X, box.Max.Y))
	fill(m, image.Rect(box.Min.X, box.Min.Y, box.Min.X+stroke, box.Max.Y))
	fill(m, image.Rect(box.Max.X-stroke, box.Min.Y, box.Max.X, box.Max.Y))
}

// drawNewline draws ↵ at a point on the baseline.
func drawNewline(m *image.Alpha, at image.Point, size int) {
	stroke, left, right, y := max(1, size/12), size/10, size*7/10, -size/4
	fill(m, image.Rect(right-stroke, -size*6/10, right, y).Add(at))
	fill(m, image.Rect(left, y-stroke, right, y).Add(at))
	for i := range size / 5 { // the head of the arrow
		fill(m, image.Rect(left+i, y-stroke/2-i-1, left+i+1, y-stroke/2+i).Add(at))
	}
}

// codePoint draws the number of a character in a box, in two rows.
func (t *typesetter) codePoint(s set, at image.Point, size int, r rune) {
	digits := fmt.Sprintf("%04X", r)
	if len(digits) == 5 {
		digits = "0" + digits
	}
	box := image.Rect(size/20, -size*8/10, size*15/20, size/10).Add(at)
	frameMask(s.mask, box)
	small := size * 2 / 5
	if len(digits) == 6 {
		small = size / 3
	}
	face := t.face(latin, max(small, 3))
	for i, row := range []string{digits[:len(digits)/2], digits[len(digits)/2:]} {
		d := font.Drawer{Dst: s.mask, Src: image.Opaque, Face: face}
		left := fixed.I(box.Min.X+box.Max.X) - d.MeasureString(row)
		d.Dot = fixed.Point26_6{X: left / 2, Y: fixed.I(box.Min.Y + (i+1)*box.Dy()*9/20)}
		d.DrawString(row)
	}
}

func frameMask(m *image.Alpha, r image.Rectangle) {
	fill(m, image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1))
	fill(m, image.Rect(r.Min.X, r.Max.Y-1, r.Max.X, r.Max.Y))
	fill(m, image.Rect(r.Min.X, r.Min.Y, r.Min.X+1, r.Max.Y))
	fill(m, image.Rect(r.Max.X-1, r.Min.Y, r.Max.X, r.Max.Y))
}

func fill(m *image.Alpha, r image.Rectangle) {
	draw.Draw(m, r, image.NewUniform(color.Alpha{A: 255}), image.Point{}, draw.Src)
}
