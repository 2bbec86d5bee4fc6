package kernel

import "unsafe"

// Keys are rows of keys, or of values, that blocks of scores are products with: as
// they lie, or packed once for several blocks.
type Keys[T Float] struct {
	rows   Rows[T]
	packed unsafe.Pointer // nil: as they lie
}

// KeysOf are rows as they lie.
func KeysOf[T Float](rows *Rows[T]) Keys[T] { return Keys[T]{rows: *rows} }

// Or are keys, if they have been packed, and else rows as they lie.
func (k Keys[T]) Or(rows *Rows[T]) Keys[T] {
	if k.packed == nil {
		return KeysOf(rows)
	}
	return k
}

// PackedKeys is how many elements Pack wants for n rows of d.
func PackedKeys(n, d int) int { return ceil(n, AttendRound)*AttendRound*(d+1) + line/4 }

// Pack packs rows, as many as a has keys, into memory, for blocks of a's precision. Where
// nothing is packed it answers with no keys.
func (a *Attend[T]) Pack(w *Worker, memory []T, rows *Rows[T]) Keys[T] {
	f, ok := any(a).(*Attend[float32])
	if !ok || current == plain || a.Keys == 0 || rows.Width == 0 {
		return Keys[T]{}
	}
	_ = memory[PackedKeys(a.Keys, rows.Width)-1]
	start := unsafe.Pointer(&memory[0])
	start = unsafe.Add(start, -uintptr(start)&(line-1))
	r, rows32 := attend32Of(f, w), any(rows).(*Rows[float32])
	for j := 0; j < a.Keys; j += r.width() {
		if f.form() == bf16Words {
			r16 := attend16{r}
			r16.packKeys(unsafe.Add(start, j*4*ceil(rows.Width, 2)), rows32, j, a.Keys)
		} else {
			r.packKeys(unsafe.Add(start, j*4*rows.Width), rows32, j, a.Keys)
		}
	}
	return Keys[T]{packed: start}
}

// panel is where key j's panel lies, depth elements a key, the next of which is
// prefetched; if keys are not packed it is memory to pack them in.
func (r *attend32) panel(packed, memory unsafe.Pointer, j, depth int) unsafe.Pointer {
	if packed == nil {
		r.stay(memory, 4*r.width())
		return memory
	}
	at := unsafe.Add(packed, j*4*depth)
	r.stay(at, 4*r.width())
	return at
}
