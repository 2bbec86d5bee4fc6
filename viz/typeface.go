package viz

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
)

//go:embed fonts/DroidSansFallback.ttf.gz
var fallbackFont []byte

// What text is set in. The order is that in which they are asked for a glyph.
const (
	latin    = iota // Liberation Sans
	cjk             // Droid Sans Fallback
	typeless        // neither has it
)

// plain is Liberation Sans as gonum calls it, fallback what we call the other.
var (
	plain    = font.Font{Typeface: "Liberation", Variant: "Sans"}
	fallback = font.Font{Typeface: "Droid Sans Fallback", Variant: "Sans"}
)

// fonts parses both, once. They are of this package, so what fails is a bug.
var fonts = sync.OnceValue(func() *font.Cache {
	packed, err := gzip.NewReader(bytes.NewReader(fallbackFont))
	must(err)
	text, err := io.ReadAll(packed)
	must(err)
	parsed, err := opentype.Parse(text)
	must(err)
	c := font.NewCache(liberation.Collection())
	c.Add(font.Collection{{Font: fallback, Face: parsed}})
	return c
})

// typefaces are latin and cjk, by these numbers.
var typefaces = sync.OnceValue(func() [typeless]*opentype.Font {
	return [typeless]*opentype.Font{fonts().Lookup(plain, 1).Face, fonts().Lookup(fallback, 1).Face}
})

func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("viz: %v", err))
	}
}

// run is text of one typeface.
type run struct {
	text     string
	typeface int
}

// runs cuts text into what one typeface can set.
func runs(text string) (cut []run) {
	var buf sfnt.Buffer
	for _, r := range text {
		face := typefaceOf(&buf, r)
		if n := len(cut); n > 0 && cut[n-1].typeface == face {
			cut[n-1].text += string(r)
			continue
		}
		cut = append(cut, run{string(r), face})
	}
	return cut
}

func typefaceOf(buf *sfnt.Buffer, r rune) int {
	for i, f := range typefaces() {
		if g, err := f.GlyphIndex(buf, r); err == nil && g != 0 {
			return i
		}
	}
	return typeless
}

// boxEm is the width of the box around the code point of a character that has
// no glyph, in parts of the text's size; the marks of spaces and newlines are
// drawn as wide.
const boxEm = 0.8

// textWidth is how wide text of a size is, in the unit of the size.
func textWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range runs(text) {
		width += runWidth(r, size)
	}
	return width
}

func runWidth(r run, size float64) float64 {
	if r.typeface == typeless {
		return boxEm * size * float64(len([]rune(r.text)))
	}
	face := font.Face{Font: plain, Face: typefaces()[r.typeface]}
	face.Font.Size = font.Length(size)
	return float64(face.Width(r.text))
}

// mostLetters is how many are looked at when a long text is shortened.
const mostLetters = 200

// shorten cuts text that is wider than most to its beginning and "…".
func shorten(text string, size, most float64) string {
	if textWidth(text, size) <= most {
		return text
	}
	letters := []rune(text)
	for n := min(len(letters)-1, mostLetters); n > 0; n-- {
		if short := string(letters[:n]) + "…"; textWidth(short, size) <= most {
			return short
		}
	}
	return "…"
}
