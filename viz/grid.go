package viz

import (
	"image"
	"strconv"
)

// Grid is a small map of every head of every layer: a row for each layer, a column for
// each head. Each map is as dark as its own greatest weight is, so that patterns show
// and not how strong they are.
type Grid struct {
	attention *Attention
}

// Grid shows all heads at once.
func (a *Attention) Grid() *Grid { return &Grid{a} }

// Sizes of a grid, in points.
const (
	gridSide = 96 // of a map, at least a point a token
	gridGap  = 10
)

// gridLayout says what stands where.
type gridLayout struct {
	width, height int
	cell          image.Point // the size of a map
	first         image.Point // where the map of layer 0, head 0 stands
}

func (g *Grid) layout() gridLayout {
	a, heads := g.attention, 0
	for _, layer := range a.weights {
		heads = max(heads, len(layer))
	}
	scale := max(1, gridSide/max(len(a.queries), len(a.keys)))
	l := gridLayout{cell: image.Pt(len(a.keys)*scale, len(a.queries)*scale)}
	l.first = image.Pt(margin+nameSize+gap+scaleSize*2+gap, margin+titleSize+margin+nameSize+gap+scaleSize+gap)
	l.width = l.first.X + heads*(l.cell.X+gridGap) - gridGap + margin
	l.height = l.first.Y + len(a.weights)*(l.cell.Y+gridGap) - gridGap + margin
	l.width = max(l.width, headLayout{}.titleWidth(g.title()))
	return l
}

func (g *Grid) title() string { return orElse(oneLine(g.attention.Title), "all heads") }

// PNG is the grid as a picture.
func (g *Grid) PNG() []byte {
	l := g.layout()
	r := newRaster(l.width, l.height)
	g.draw(r, l)
	return r.png()
}

// SVG is the grid as an <svg> element.
func (g *Grid) SVG() string {
	l := g.layout()
	v := newVector(l.width, l.height, g.title())
	g.draw(v, l)
	return v.svg()
}

// HTML is the grid as a fragment that holds its SVG.
func (g *Grid) HTML() string { return "<figure style=\"margin:0\">\n" + g.SVG() + "</figure>\n" }

func (g *Grid) draw(s sheet, l gridLayout) {
	g.drawNames(s, l)
	for y, layer := range g.attention.weights {
		top := l.first.Y + y*(l.cell.Y+gridGap)
		at := image.Pt(l.first.X-gap, top+l.cell.Y/2+scaleSize*2/5)
		s.text(label{text: strconv.Itoa(y), at: at, align: end, size: scaleSize, color: ink})
		for x := range layer {
			g.drawHead(s, y, x, image.Pt(l.first.X+x*(l.cell.X+gridGap), top), l)
		}
	}
}

// drawNames writes the title, and what rows and columns are.
func (g *Grid) drawNames(s sheet, l gridLayout) {
	title := shorten(g.title(), titleSize, float64(l.width-2*margin))
	across := image.Pt((l.first.X+l.width-margin)/2, l.first.Y-gap-scaleSize-gap)
	down := image.Pt(margin+nameSize, (l.first.Y+l.height-margin)/2)
	s.text(label{text: title, at: image.Pt(margin, margin+titleSize), size: titleSize, color: ink})
	s.text(label{text: "head", at: across, align: middle, size: nameSize, color: faint})
	s.text(label{text: "layer", at: down, align: middle, size: nameSize, color: faint, up: true})
}

// drawHead draws the map of one head from at on, below its number in layer 0.
func (g *Grid) drawHead(s sheet, layer, head int, at image.Point, l gridLayout) {
	if layer == 0 {
		number := image.Pt(at.X+l.cell.X/2, l.first.Y-gap)
		s.text(label{text: strconv.Itoa(head), at: number, align: middle, size: scaleSize, color: ink})
	}
	h, err := g.attention.Head(layer, head)
	must(err)
	cells := image.Rectangle{at, at.Add(l.cell)}
	s.cells(cells, h.picture())
	frame(s, cells, rule)
}
