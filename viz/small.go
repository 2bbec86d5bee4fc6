package viz

import "image"

// Small is the map alone as an <svg> element, without tokens, title or scale: to stand
// in a line of text or in a table.
func (h *Head) Small() string {
	scale := max(1, smallSide/max(len(h.queries), len(h.keys)))
	cells := image.Rect(1, 1, 1+len(h.keys)*scale, 1+len(h.queries)*scale)
	v := newVector(cells.Max.X+1, cells.Max.Y+1, h.title())
	v.cells(cells, h.picture())
	frame(v, cells, rule)
	return v.svg()
}

// smallSide is the side of a small map, in points, unless it has more tokens.
const smallSide = 72
