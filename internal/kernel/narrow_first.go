package kernel

// First packs B of products that round it before they are multiplied, all
// workers together, where each tile would pack it again: as training does, whose
// weights change with every step. The products share room in turn.
type First struct {
	room *Room
	of   []packedFirst
}

// Room is memory for the B of products that follow each other. The zero Room is
// ready to use, by products of one goroutine.
type Room struct{ words []uint32 }

type packedFirst struct {
	packed *Packed
	b      matrix32
	at     int // in the room, in words
}

// oftenDown is how many tiles down make it worth a job of its own.
const oftenDown = 3

// mostFirst is the size in bytes up to which B is packed first: what the third
// cache holds.
const mostFirst = 1 << 24

// Add makes p one of the products, if that is worth it.
func (f *First) Add(room *Room, p *Product[float32]) {
	if p.Packed != nil || p.Precision == Int8 || !p.narrowed() || p.trivial() || p.tiling().down < oftenDown {
		return
	}
	q := planPacked(p.Precision, p.K, p.N)
	if 4*q.size() > mostFirst {
		return
	}
	p.Packed = q
	one := packedFirst{packed: q, b: matrix32{p.B, p.LDB, p.TransB}}
	q.checkFor(one.b)
	if n := len(f.of); n > 0 {
		last := f.of[n-1]
		one.at = last.at + ceil(last.packed.size(), line/4)*(line/4)
	}
	f.room, f.of = room, append(f.of, one)
	if words := one.at + q.size(); words > len(room.words) {
		room.words = alignedWords(words)
	}
}

// Pieces is the number of pieces that packing is cut into.
func (f *First) Pieces() (n int) {
	for _, one := range f.of {
		n += one.packed.panels()
	}
	return n
}

// Begin comes before the pieces: the room may have moved.
func (f *First) Begin() {
	for _, one := range f.of {
		one.packed.words = f.room.words[one.at:][:one.packed.size()]
	}
}

// Piece packs a piece.
func (f *First) Piece(w *Worker, i int) {
	for _, one := range f.of {
		n := one.packed.panels()
		if i < n {
			one.packed.pack(w, one.b, i*one.packed.width)
			return
		}
		i -= n
	}
}
