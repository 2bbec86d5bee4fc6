package viz

import (
	"image"
	"slices"
)

// Alignment is a Head of cross-attention: a row for each token that was written, a
// column for each that was read, and a frame around the greatest weight of each row,
// which is what the token was made from most (Bahdanau et al. 2015, figure 3).
func Alignment(weights [][]float32, written, read []string) (*Head, error) {
	h, err := NewHead(weights, written, read)
	if err != nil {
		return nil, err
	}
	h.Title, h.down, h.across, h.best, h.scores = "alignment", "written", "read", true, true
	return h, nil
}

// drawBest frames the greatest weight of each row.
func (h *Head) drawBest(s sheet, l headLayout) {
	for q, row := range h.weights {
		most := slices.Max(row)
		if most == 0 {
			continue
		}
		k := slices.Index(row, most)
		at := image.Pt(l.cells.Min.X+k*l.cell, l.cells.Min.Y+q*l.cell)
		frame(s, image.Rectangle{at, at.Add(image.Pt(l.cell, l.cell))}.Inset(1), accent)
	}
}
