package viz

import (
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/color"
	"strings"
)

// What a browser sets our text in: where it is installed, what pictures have.
const (
	latinFonts = `'Liberation Sans',Arial,Helvetica,sans-serif`
	cjkFonts   = `'Droid Sans Fallback','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif`
)

// vector is a sheet of SVG.
type vector struct {
	body          strings.Builder
	width, height int
	title         string
}

func newVector(width, height int, title string) *vector {
	v := &vector{width: width, height: height, title: title}
	v.rect(image.Rect(0, 0, width, height), paper)
	return v
}

func (v *vector) svg() string {
	return svgHead(v.width, v.height, v.title) + v.body.String() + "</svg>\n"
}

// svgHead opens an <svg> that keeps its shape where it does not fit, and that
// a screen reader announces by its title.
func svgHead(width, height int, title string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" `+
		`width="%d" height="%d" viewBox="0 0 %d %d" style="max-width:100%%;height:auto" role="img" aria-label="%s">`+
		"\n<title>%s</title>\n", width, height, width, height, html.EscapeString(title), html.EscapeString(title))
}

func (v *vector) rect(r image.Rectangle, c color.RGBA) {
	fmt.Fprintf(&v.body, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n",
		r.Min.X, r.Min.Y, r.Dx(), r.Dy(), hex(c))
}

// cells is a picture of a pixel a point, so that a viewer that smooths what it
// scales blurs it by no more than a point.
func (v *vector) cells(r image.Rectangle, picture *image.RGBA) {
	size := picture.Rect.Size()
	big := enlarge(picture, r.Dx()/size.X, r.Dy()/size.Y)
	fmt.Fprintf(&v.body, `<image x="%d" y="%d" width="%d" height="%d" preserveAspectRatio="none" `+
		`style="image-rendering:pixelated" href="data:image/png;base64,%s"/>`+"\n",
		r.Min.X, r.Min.Y, r.Dx(), r.Dy(), base64.StdEncoding.EncodeToString(encodePNG(big)))
}

func (v *vector) text(l label) {
	turn := ""
	if l.up {
		turn = fmt.Sprintf(` transform="rotate(-90 %d %d)"`, l.at.X, l.at.Y)
	}
	fmt.Fprintf(&v.body, `<text x="%d" y="%d" font-family="%s" font-size="%d" text-anchor="%s" fill="%s"%s>%s</text>`+"\n",
		l.at.X, l.at.Y, latinFonts, l.size, [...]string{"start", "middle", "end"}[l.align], hex(l.color), turn,
		html.EscapeString(l.text))
}
