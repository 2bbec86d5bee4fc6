package kernel

// narrowTiling is how C is cut where operands are narrow. Tiles have as many
// words of work as those of floats, so that they cost as much time.
func (p *Product[T]) narrowTiling() tiling {
	f := formOf(p.Precision, p.Packed != nil)
	height, width := f.tile()
	row := 4 * f.words(min(p.K, f.depth(p.K)))
	panels := ceil(p.N, width)
	if p.Packed != nil && p.M >= leastTall {
		return p.tallTiling(f, narrowBytes/row)
	}
	if p.K > f.deep(p.K) {
		return p.deepTiling(height, width, narrowBytes/(row+4*width*min(panels, widestTile)))
	}
	most := max(min(narrowBytes/row, mostRows)/height, 1) * height
	down := ceil(p.M, most)
	rows := ceil(ceil(p.M, down), height) * height
	g := tiling{p.M, p.N, rows, width, ceil(p.M, rows), 1}
	work := min(rows, p.M) * width * f.words(p.K)
	widest := max(min(mostWork/work, widestTile), 1)
	least := ceil(panels, widest)
	g.across = evenly(panels, max(min(ceil(enoughTiles, g.down), panels/ceil(leastWork, work)), least, 1), least, g.down)
	return g
}

// deep is how much of k is packed of A at a time.
func (f form) deep(k int) int { return packedDepth / f.depth(k) * f.depth(k) }

// The least tiles and rows of a deep product.
const (
	deepTiles = 4
	deepRows  = 56
)

// deepTiling is for so many k that A is packed in turns, once for each tile, as
// in the gradient of what a large vocabulary was multiplied with. Tiles are
// then as wide as can be, of no more rows than lie in the second
// cache together with their part of C, which each turn adds to.
func (p *Product[T]) deepTiling(height, width, most int) tiling {
	most = min(most, mostRows, max(ceil(p.M, deepTiles), deepRows))
	most = max(most/height, 1) * height
	down := ceil(p.M, most)
	rows := ceil(ceil(p.M, down), height) * height
	return tiling{p.M, p.N, rows, width, ceil(p.M, rows), ceil(ceil(p.N, width), widestTile)}
}

// The least rows of C that make it tall, and rows of its tiles.
const (
	leastTall     = 512
	leastTallRows = 64
	mostTallRows  = 128
)

// tallTiling is for many rows and B packed once: tiles of few rows, but of all
// columns, so that nobody packs rows of A that another worker packs too. B's panels,
// which every tile reads, stay in the third cache.
func (p *Product[T]) tallTiling(f form, most int) tiling {
	most = max(min(most, mostTallRows), 1)
	down := max(ceil(p.M, most), min(enoughTiles, p.M/leastTallRows))
	rows := ceil(p.M, ceil(down, 2)*2)
	height, width := f.tile()
	if f.tiled() {
		rows = ceil(rows, height) * height
	}
	widest := max(mostWork/(rows*width*f.words(p.K)), 1)
	return tiling{p.M, p.N, rows, width, ceil(p.M, rows), ceil(ceil(p.N, width), widest)}
}
