package viz

import "image"

// Sizes of what is drawn around a head's map, in points.
const (
	margin     = 16
	gap        = 5
	titleSize  = 14
	nameSize   = 11
	scaleSize  = 10
	numberSize = 9
	labelSize  = 12 // of tokens, where cells have room
	leastSize  = 8
	mostLabel  = 120 // the width of a token, cut if it is wider
	barWidth   = 12
	barRoom    = 78 // with its numbers

	wantedSide = 600  // of the map
	mostSide   = 1024 // of a map of many tokens
	leastCell  = 8    // that can be named
	mostCell   = 32
	numberCell = 28 // that has room for a number
	mostNumber = 12 // tokens, beyond which numbers are a crowd
)

// headLayout says what stands where.
type headLayout struct {
	width, height      int
	title              image.Point
	keyName, queryName image.Point
	cells, scale       image.Rectangle
	cell               int // its side
	numbers            bool
	tokenLabels
}

// tokenLabels are the tokens beside a map.
type tokenLabels struct {
	queries, keys []string // as they are written
	size          int      // of their type
	step          int      // each how manieth is named
	upright       bool     // those of keys
}

func (h *Head) layout() headLayout {
	most := max(len(h.queries), len(h.keys))
	l := headLayout{cell: cellSide(most), tokenLabels: tokenLabels{step: 1}}
	l.size = min(labelSize, max(leastSize, l.cell-1))
	if l.cell < leastCell {
		l.step = (leastSize + l.cell) / l.cell
	}
	l.numbers = l.cell >= numberCell && most <= mostNumber
	var left, above int
	l.queries, left = fitted(h.queries, l.size)
	l.keys, above = fitted(h.keys, l.size)
	if l.upright = above > l.cell*l.step-2; !l.upright {
		above = l.size
	}

	l.title = image.Pt(margin, margin+titleSize)
	x := margin + nameSize + gap + left + gap
	y := l.title.Y + margin + nameSize + gap + above + gap
	l.cells = image.Rect(x, y, x+len(h.keys)*l.cell, y+len(h.queries)*l.cell)
	l.keyName = image.Pt((l.cells.Min.X+l.cells.Max.X)/2, l.title.Y+margin+nameSize*4/5)
	l.queryName = image.Pt(margin+nameSize, (l.cells.Min.Y+l.cells.Max.Y)/2)
	l.scale = image.Rect(l.cells.Max.X+margin, y, l.cells.Max.X+margin+barWidth, y+min(l.cells.Dy(), wantedSide/3))
	l.width = max(l.scale.Min.X+barRoom, l.titleWidth(h.title()))
	l.height = l.cells.Max.Y + margin
	return l
}

// titleWidth is the width that shows a title, within reason.
func (l headLayout) titleWidth(title string) int {
	return 2*margin + min(wantedSide, 1+int(textWidth(title, titleSize)))
}

// cellSide makes a map of few tokens small, and one of many as large as can be
// looked at.
func cellSide(tokens int) int {
	return min(mostCell, max(wantedSide/tokens, min(leastCell, mostSide/tokens), 1))
}

// fitted is tokens as they are written, and the width of the widest.
func fitted(tokens []string, size int) (shown []string, width int) {
	shown = visibles(tokens)
	for i, t := range shown {
		shown[i] = shorten(t, float64(size), mostLabel)
		width = max(width, 1+int(textWidth(shown[i], float64(size))))
	}
	return shown, width
}
