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

// Alignment is that of the queries with the keys in the last layer, in the mean of its
// heads.
func (a *Attention) Alignment() *Head {
	heads := a.weights[len(a.weights)-1]
	mean := make([][]float32, len(a.queries))
	for q := range mean {
		mean[q] = make([]float32, len(a.keys))
		for k := range mean[q] {
			sum := 0.0
			for _, w := range heads {
				sum += float64(w[q][k])
			}
			mean[q][k] = float32(sum / float64(len(heads)))
		}
	}
	h, err := Alignment(mean, a.queries, a.keys)
	must(err)
	h.Title = "alignment in the last layer"
	return h
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
