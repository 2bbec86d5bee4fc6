package viz

import (
	"fmt"
	"image/color"
)

// Colours of what is drawn on white.
var (
	paper  = rgb(0xffffff)
	ink    = rgb(0x1f2328)
	faint  = rgb(0x59636e) // of axes' names, 6:1 on white
	rule   = rgb(0xb6bec8) // of frames
	hair   = rgb(0xe6e9ed) // of grids
	accent = rgb(0xd55e00) // of what is pointed out
)

// series are the colours of lines, in order: Okabe and Ito's, which keep apart
// for every kind of colour vision ("Color Universal Design", 2008), without
// their yellow, too faint on white.
var series = []color.RGBA{
	rgb(0x0072b2), rgb(0xd55e00), rgb(0x009e73), rgb(0xcc79a7), rgb(0xe69f00), rgb(0x56b4e9), rgb(0x1f2328),
}

// ramps are the colours of weights from 0 to the greatest: one hue, and evenly
// darker (on white) or lighter (on black), so that they can be told without
// seeing colour. A page has both.
var (
	lightRamp = ramp{0xf2f6fb, 0xdbe7f5, 0xbcd3ec, 0x93b9de, 0x659bcd, 0x3f7cb8, 0x265d9b, 0x174178, 0x0b2550}
	darkRamp  = ramp{0x1b2433, 0x1d3454, 0x1f4a7c, 0x2467a6, 0x3b86c4, 0x67a6d9, 0x9cc5e8, 0xcfe2f3, 0xfffdf2}
)

type ramp [9]uint32

// at is the colour of a part between 0 and 1 of the ramp.
func (r ramp) at(part float64) color.RGBA {
	part = min(max(part, 0), 1) * float64(len(r)-1)
	i := min(int(part), len(r)-2)
	return blend(rgb(r[i]), rgb(r[i+1]), part-float64(i))
}

// css is the ramp as a page's script reads it.
func (r ramp) css() []string {
	names := make([]string, len(r))
	for i, c := range r {
		names[i] = fmt.Sprintf("#%06x", c)
	}
	return names
}

func rgb(c uint32) color.RGBA {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: 255}
}

// blend is a, with a part of b.
func blend(a, b color.RGBA, part float64) color.RGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x) + part*(float64(y)-float64(x)) + 0.5) }
	return color.RGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 255}
}

// hex is a colour as SVG and CSS write it.
func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// dark reports whether text on a colour should be white.
func dark(c color.RGBA) bool {
	return 299*int(c.R)+587*int(c.G)+114*int(c.B) < 140_000
}
