package kernel

// narrowTiling is how C is cut where operands are narrow. Tiles have as many
// words of work as those of floats, so that they cost as much time.
func (p *Product[T]) narrowTiling() tiling {
	f := formOf(p.Precision, p.Packed != nil)
	height, width := f.tile()
	row := 4 * f.words(min(p.K, f.depth(p.K)))
	most := max(min(narrowBytes/row, mostRows)/height, 1) * height
	down := ceil(p.M, most)
	rows := ceil(ceil(p.M, down), height) * height
	g := tiling{p.M, p.N, rows, width, ceil(p.M, rows), 1}
	panels, work := ceil(p.N, width), min(rows, p.M)*width*f.words(p.K)
	widest := max(min(mostWork/work, widestTile), 1)
	least := ceil(panels, widest)
	g.across = evenly(panels, max(min(ceil(enoughTiles, g.down), panels/ceil(leastWork, work)), least, 1), least, g.down)
	return g
}
