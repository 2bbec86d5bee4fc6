package bert

import (
	"slices"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// place is where a text lies among packed rows.
type place struct{ row, from int }

// pack puts texts of these lengths side by side into rows of width, none shorter
// than any of them: the longest first, each into the row that it leaves least of
// free (best fit decreasing; Johnson 1973).
func pack(lengths []int, width int) (places []place, rows int) {
	order := make([]int, len(lengths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return lengths[b] - lengths[a] })
	places = make([]place, len(lengths))
	free := make([][]int, width+1) // rows, by how much of them is free
	for _, i := range order {
		left := lengths[i]
		for left <= width && len(free[left]) == 0 {
			left++
		}
		row := rows
		if left > width { // a new row
			left = width
			rows++
		} else {
			last := len(free[left]) - 1
			row, free[left] = free[left][last], free[left][:last]
		}
		places[i] = place{row, width - left}
		left -= lengths[i]
		free[left] = append(free[left], row)
	}
	return places, rows
}

// Packed are texts side by side in rows, so that little of what is computed is
// padding. A token sees those of its own text only, and stands where it stands in
// that.
type Packed struct {
	Width int // of rows
	Rows  int

	ids, types, pieces, places []int // [rows, width]
	seen                       []bool
	firsts, lengths            []int // [texts]: where they begin, counted through the rows
}

// Pack packs encoded texts into rows of width, or of the longest text if that is
// more. Rows are nearly full where most texts are at most half as long.
func (m *Model) Pack(width int, texts ...*tokenizer.Encoding) *Packed {
	lengths := make([]int, len(texts))
	for i, t := range texts {
		lengths[i] = t.Len()
		width = max(width, t.Len(), 1)
	}
	at, rows := pack(lengths, width)
	n, zero := rows*width, max(m.Config.padding(), 0)
	p := &Packed{
		Width: width, Rows: rows, lengths: lengths, seen: make([]bool, n), firsts: make([]int, len(texts)),
		ids: slices.Repeat([]int{zero}, n), types: make([]int, n), pieces: make([]int, n), places: make([]int, n),
	}
	for i, t := range texts {
		first := at[i].row*width + at[i].from
		copy(p.ids[first:], t.IDs)
		copy(p.types[first:], t.TypeIDs)
		for k := range t.IDs {
			p.seen[first+k], p.pieces[first+k], p.places[first+k] = t.AttentionMask[k] != 0, i+1, k
		}
		p.firsts[i] = first
	}
	return p
}

// Inputs are those of a Function: ids, types, seen, pieces and places [rows,
// width], and firsts [texts], by which what is made of whole texts is in their
// order.
func (p *Packed) Inputs() graph.Values {
	in := p.part(0, p.Rows)
	in["firsts"] = tensor.New(tensor.WithShape(len(p.firsts)), tensor.WithBacking(p.firsts))
	return in
}

// part are the inputs of rows from to to.
func (p *Packed) part(from, to int) graph.Values {
	lo, hi := from*p.Width, to*p.Width
	shape := tensor.WithShape(to-from, p.Width)
	grid := func(x []int) *tensor.Dense { return tensor.New(shape, tensor.WithBacking(x[lo:hi])) }
	return graph.Values{
		"ids": grid(p.ids), "types": grid(p.types), "pieces": grid(p.pieces), "places": grid(p.places),
		"seen": tensor.New(shape, tensor.WithBacking(p.seen[lo:hi])),
	}
}

// Fill is which part of the rows' positions are texts'.
func (p *Packed) Fill() float64 {
	tokens := 0
	for _, n := range p.lengths {
		tokens += n
	}
	return float64(tokens) / float64(p.Rows*p.Width)
}
