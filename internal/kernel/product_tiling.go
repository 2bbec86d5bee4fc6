package kernel

import "unsafe"

// block is a part of C: some rows of some columns.
type block struct{ i, rows, j, columns int }

// tiling is how C is cut, down and across. It depends on the sizes and on the
// level, not on the number of workers.
type tiling struct {
	m, n, rows   int
	width        int // of the panels that tiles across are made of
	down, across int
}

func (g tiling) tiles() int { return g.down * g.across }

// block is the t-th tile. Tiles of the same rows follow each other, so that a
// worker packs these rows of A once.
func (g tiling) block(t int) block {
	i, c := t/g.across*g.rows, t%g.across
	panels := ceil(g.n, g.width)
	j := c * panels / g.across * g.width
	end := min((c+1)*panels/g.across*g.width, g.n)
	return block{i, min(g.rows, g.m-i), j, end - j}
}

// The tiles of plain Go.
const (
	plainRows    = 64
	plainColumns = 128
)

// What tiles are cut for. Many make the work even among workers, each costs
// some packing and a claim.
const (
	packedElements = 1 << 20 // of A, that a worker keeps packed at most
	packedDepth    = 4096    // the part of K that is packed at a time
	mostRows       = 448     // in a tile
	leastWork      = 1 << 19 // multiplications in a tile
	enoughTiles    = 16
	mostWork       = 1 << 28 // some milliseconds: a worker that is held up holds up as much
	widestTile     = 16      // panels
)

func (p *Product[T]) tiling() tiling {
	if p.M <= 0 || p.N <= 0 {
		return tiling{}
	}
	if p.narrowed() && p.K > 0 {
		return p.narrowTiling()
	}
	if current == plain || unsafe.Sizeof(p.Alpha) != 4 {
		return tiling{p.M, p.N, plainRows, plainColumns, ceil(p.M, plainRows), ceil(p.N, plainColumns)}
	}
	height, width := current.rows(), 2*current.lanes()
	most := min(packedElements/min(max(p.K, 1), packedDepth), mostRows) / height * height
	down := ceil(p.M, most)
	rows := ceil(ceil(p.M, down), height) * height
	g := tiling{p.M, p.N, rows, width, ceil(p.M, rows), 1}
	panels, work := ceil(p.N, width), min(rows, p.M)*width*max(p.K, 1)
	widest := max(min(mostWork/work, widestTile), 1)
	least := ceil(panels, widest)
	g.across = evenly(panels, max(min(ceil(enoughTiles, g.down), panels/ceil(leastWork, work)), least, 1), least, g.down)
	return g
}

// evenly is a number of tiles across, near to the one wanted and not below the
// least, that gives each as many panels, and two workers as many tiles.
func evenly(panels, wanted, least, down int) int {
	for c := wanted; c >= max(least, (wanted+1)/2); c-- {
		if panels%c == 0 && c*down%2 == 0 {
			return c
		}
	}
	if wanted > 4 {
		return min(ceil(wanted, 4)*4, panels)
	}
	return wanted
}
