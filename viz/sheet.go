package viz

import (
	"image"
	"image/color"
)

// sheet is what a picture is drawn on, in points from the top left.
type sheet interface {
	rect(r image.Rectangle, c color.RGBA)
	// cells fills r with a picture of one pixel a cell.
	cells(r image.Rectangle, picture *image.RGBA)
	text(l label)
}

// label is one line of text on a sheet.
type label struct {
	text  string
	at    image.Point // on its baseline
	align align
	size  int // of the type, in points
	color color.RGBA
	up    bool // turned by 90°, to be read upwards
}

// align says which part of a label stands at its point.
type align int

const (
	start align = iota
	middle
	end
)

// frame draws a line of one point around r, outside it.
func frame(s sheet, r image.Rectangle, c color.RGBA) {
	out := r.Inset(-1)
	s.rect(image.Rect(out.Min.X, out.Min.Y, out.Max.X, r.Min.Y), c)
	s.rect(image.Rect(out.Min.X, r.Max.Y, out.Max.X, out.Max.Y), c)
	s.rect(image.Rect(out.Min.X, r.Min.Y, r.Min.X, r.Max.Y), c)
	s.rect(image.Rect(r.Max.X, r.Min.Y, out.Max.X, r.Max.Y), c)
}

// enlarge repeats each pixel of a picture across and down.
func enlarge(picture *image.RGBA, across, down int) *image.RGBA {
	b := picture.Bounds()
	big := image.NewRGBA(image.Rect(0, 0, b.Dx()*across, b.Dy()*down))
	for y := range big.Rect.Dy() {
		for x := range big.Rect.Dx() {
			big.SetRGBA(x, y, picture.RGBAAt(b.Min.X+x/across, b.Min.Y+y/down))
		}
	}
	return big
}
