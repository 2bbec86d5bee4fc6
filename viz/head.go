package viz

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"
)

// Head is the map of one head: a row for each query token, a column for each
// key token, darker for a greater weight. What a causal head may not see is left
// white. Of more than 128 tokens not each is named.
type Head struct {
	Title string // above the map

	// Most is the weight from which on a cell is darkest; 0 is for the greatest
	// weight of this head, that of a causal head's first token on itself aside.
	Most float64

	queries, keys []string
	weights       [][]float32
	down, across  string // what rows and columns are; "query" and "key" if empty
	best          bool   // a frame around the greatest of each row
	scores        bool   // zeros are shown: nothing is out of sight
}

// NewHead checks that weights is a table of [len(queries)][len(keys)] finite
// numbers, 0 or more. They are not copied: they are read when it is drawn.
func NewHead(weights [][]float32, queries, keys []string) (*Head, error) {
	if err := checkHead(weights, queries, keys); err != nil {
		return nil, fmt.Errorf("head: %w", err)
	}
	return &Head{queries: queries, keys: keys, weights: weights}, nil
}

// PNG is the map as a picture.
func (h *Head) PNG() []byte {
	l := h.layout()
	r := newRaster(l.width, l.height)
	h.draw(r, l)
	return r.png()
}

// SVG is the map as an <svg> element.
func (h *Head) SVG() string {
	l := h.layout()
	v := newVector(l.width, l.height, h.title())
	h.draw(v, l)
	return v.svg()
}

// HTML is the map as a fragment that holds its SVG.
func (h *Head) HTML() string {
	return "<figure style=\"margin:0\">\n" + h.SVG() + "</figure>\n"
}

func (h *Head) title() string {
	if t := oneLine(h.Title); t != "" {
		return t
	}
	return "attention"
}

// most is the weight drawn darkest.
func (h *Head) most() float64 {
	if h.Most > 0 {
		return h.Most
	}
	return greatest(h.weights, h.causal())
}

func (h *Head) causal() bool { return !h.scores && causal(h.weights) }

func (h *Head) draw(s sheet, l headLayout) {
	s.text(label{text: shorten(h.title(), titleSize, float64(l.width-2*margin)), at: l.title, size: titleSize, color: ink})
	s.text(label{text: orElse(h.across, "key"), at: l.keyName, align: middle, size: nameSize, color: faint})
	s.text(label{text: orElse(h.down, "query"), at: l.queryName, align: middle, size: nameSize, color: faint, up: true})
	s.cells(l.cells, h.picture())
	frame(s, l.cells, rule)
	h.drawQueries(s, l)
	h.drawKeys(s, l)
	if l.numbers {
		h.drawNumbers(s, l)
	}
	if h.best {
		h.drawBest(s, l)
	}
	h.drawScale(s, l)
}

// picture is the map, a pixel a cell; what cannot be seen is transparent.
func (h *Head) picture() *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, len(h.keys), len(h.queries)))
	most, hidden := h.most(), h.causal()
	for q, row := range h.weights {
		if hidden {
			row = row[:q+1]
		}
		for k, w := range row {
			p.SetRGBA(k, q, lightRamp.at(float64(w)/most))
		}
	}
	return p
}

func (h *Head) drawQueries(s sheet, l headLayout) {
	for q := 0; q < len(h.queries); q += l.step {
		y := l.cells.Min.Y + q*l.cell + l.cell/2 + l.size*2/5
		s.text(label{text: l.queries[q], at: image.Pt(l.cells.Min.X-gap, y), align: end, size: l.size, color: ink})
	}
}

func (h *Head) drawKeys(s sheet, l headLayout) {
	for k := 0; k < len(h.keys); k += l.step {
		key := label{text: l.keys[k], at: image.Pt(l.cells.Min.X+k*l.cell+l.cell/2, l.cells.Min.Y-gap), size: l.size, color: ink}
		if l.upright {
			key.up = true
			key.at.X += l.size * 2 / 5
		} else {
			key.align = middle
		}
		s.text(key)
	}
}

// drawNumbers writes each weight into its cell.
func (h *Head) drawNumbers(s sheet, l headLayout) {
	most, hidden := h.most(), h.causal()
	for q, row := range h.weights {
		if hidden {
			row = row[:q+1]
		}
		for k, w := range row {
			c := lightRamp.at(float64(w) / most)
			on := ink
			if dark(c) {
				on = color.RGBA{255, 255, 255, 255}
			}
			at := image.Pt(l.cells.Min.X+k*l.cell+l.cell/2, l.cells.Min.Y+q*l.cell+l.cell/2+numberSize*2/5)
			s.text(label{text: hundredths(w), at: at, align: middle, size: numberSize, color: on})
		}
	}
}

// hundredths is a weight in the room of a cell: .42 for 0.42.
func hundredths(w float32) string {
	s := strconv.FormatFloat(float64(w), 'f', 2, 32)
	return strings.TrimPrefix(s, "0")
}

// drawScale draws which colour is which weight.
func (h *Head) drawScale(s sheet, l headLayout) {
	bar := image.NewRGBA(image.Rect(0, 0, 1, l.scale.Dy()))
	for y := range l.scale.Dy() {
		bar.SetRGBA(0, y, lightRamp.at(1-float64(y)/float64(max(1, l.scale.Dy()-1))))
	}
	s.cells(l.scale, bar)
	frame(s, l.scale, rule)
	most := h.most()
	for i, y := range []int{l.scale.Max.Y, (l.scale.Min.Y + l.scale.Max.Y) / 2, l.scale.Min.Y} {
		text := strconv.FormatFloat(most*float64(i)/2, 'g', 3, 64)
		if i == 2 && h.exceeds(most) {
			text = "≥ " + text
		}
		s.text(label{text: text, at: image.Pt(l.scale.Max.X+gap, y+scaleSize*2/5), size: scaleSize, color: ink})
	}
}

// exceeds reports whether a weight is beyond the scale.
func (h *Head) exceeds(most float64) bool {
	return slices.ContainsFunc(h.weights, func(row []float32) bool { return float64(slices.Max(row)) > most })
}
