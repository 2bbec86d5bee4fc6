package viz

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
)

// density is how many pixels a PNG has for a point.
const density = 2

// raster is a sheet of pixels.
type raster struct {
	image *image.RGBA
	types *typesetter
}

func newRaster(width, height int) *raster {
	r := &raster{image.NewRGBA(image.Rect(0, 0, width*density, height*density)), newTypesetter()}
	draw.Draw(r.image, r.image.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	return r
}

func (r *raster) png() []byte { return encodePNG(r.image) }

func encodePNG(picture image.Image) []byte {
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	must(encoder.Encode(&b, picture))
	return b.Bytes()
}

// pixels is the part of the picture that a rectangle in points covers.
func pixels(r image.Rectangle) image.Rectangle {
	return image.Rectangle{Min: r.Min.Mul(density), Max: r.Max.Mul(density)}
}

func (r *raster) rect(at image.Rectangle, c color.RGBA) {
	draw.Draw(r.image, pixels(at), image.NewUniform(c), image.Point{}, draw.Src)
}

func (r *raster) cells(at image.Rectangle, picture *image.RGBA) {
	at = pixels(at)
	size := picture.Rect.Size()
	big := enlarge(picture, at.Dx()/size.X, at.Dy()/size.Y)
	draw.Draw(r.image, at, big, image.Point{}, draw.Over)
}

func (r *raster) text(l label) {
	line := r.types.line(l.text, l.size*density)
	back := int(math.Round(line.width * float64(l.align) / 2)) // of 0, 1 or 2 halves
	mask, at := line.mask, l.at.Mul(density)
	if l.up {
		at = at.Add(image.Pt(-line.ascent, back-mask.Rect.Dx()))
		mask = turned(mask)
	} else {
		at = at.Sub(image.Pt(back, line.ascent))
	}
	draw.DrawMask(r.image, mask.Rect.Add(at), image.NewUniform(l.color), image.Point{}, mask, image.Point{}, draw.Over)
}

// turned is a mask whose right side has become its top.
func turned(m *image.Alpha) *image.Alpha {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	t := image.NewAlpha(image.Rect(0, 0, h, w))
	for y := range h {
		for x := range w {
			t.SetAlpha(y, w-1-x, m.AlphaAt(x, y))
		}
	}
	return t
}
