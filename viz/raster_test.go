package viz

import (
	"image"
	"testing"

	"github.com/stretchr/testify/require"
)

// inked is the smallest rectangle that holds all that was drawn.
func inked(p image.Image) (r image.Rectangle) {
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if c, _, _, _ := p.At(x, y).RGBA(); c < 0x8000 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func drawn(l label) image.Rectangle {
	r := newRaster(100, 100)
	l.color = ink
	r.text(l)
	return inked(r.image)
}

func TestTextStandsWhereItShould(t *testing.T) {
	at := image.Pt(50, 50)
	for _, text := range []string{"HHHH", "春春", "\U0001F600", "␣", "↵", "▁"} {
		left, centred, right := drawn(label{text: text, at: at, size: 12}),
			drawn(label{text: text, at: at, size: 12, align: middle}),
			drawn(label{text: text, at: at, size: 12, align: end})
		require.False(t, left.Empty(), text)
		require.InDelta(t, 100, left.Min.X, 4, text)
		require.InDelta(t, 100, (centred.Min.X+centred.Max.X)/2, 4, text)
		require.InDelta(t, 100, right.Max.X, 6, text)
		require.LessOrEqual(t, left.Max.Y, 105, "%s: on its baseline", text)
		require.Greater(t, left.Min.Y, 75, text)
	}
}

func TestTextReadUpwards(t *testing.T) {
	at := image.Pt(50, 50)
	flat, up := drawn(label{text: "Halt", at: at, size: 12}), drawn(label{text: "Halt", at: at, size: 12, up: true})
	require.Equal(t, flat.Size(), image.Pt(up.Dy(), up.Dx()))
	require.Equal(t, flat.Min.X-100, 100-up.Max.Y, "it begins below and goes up")
	require.Equal(t, 100-flat.Min.Y, 100-up.Min.X, "its top is on the left")
}

// A character without a glyph is told by its code point: two differ.
func TestCodePoints(t *testing.T) {
	picture := func(s string) *image.RGBA {
		r := newRaster(20, 20)
		r.text(label{text: s, at: image.Pt(2, 16), size: 12, color: ink})
		return r.image
	}
	require.Equal(t, typeless, runs("😀")[0].typeface)
	require.NotEqual(t, picture("😀").Pix, picture("😁").Pix)
	require.NotEqual(t, picture("م").Pix, picture("ر").Pix)
}
