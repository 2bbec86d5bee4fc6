package baselines

// table is a hash table from (history, token) to a number, with open addressing
// and linear probing. What is in it does not depend on chance, and a full table
// of 2^b slots takes 12·2^b bytes.
type table struct {
	keys   []uint64 // 1 more than history·2³² + token
	values []uint32
	used   int
	shift  uint // 64 - b
}

const (
	empty     = 0
	nowhere   = 1<<32 - 1 // in place of a node
	firstBits = 10
)

func newTable() *table {
	return &table{keys: make([]uint64, 1<<firstBits), values: make([]uint32, 1<<firstBits), shift: 64 - firstBits}
}

func keyOf(h, w uint32) uint64 { return (uint64(h)<<32 | uint64(w)) + 1 }

func parentOf(key uint64) uint32 { return uint32((key - 1) >> 32) }

// slot is where the search for a key begins: the high bits of its product with
// 2⁶⁴ over the golden ratio, mixed once.
func (t *table) slot(key uint64) uint64 {
	key *= 0x9e3779b97f4a7c15
	key ^= key >> 32
	return key * 0x9e3779b97f4a7c15 >> t.shift
}

// find is where (h, w) is, or where it would be put.
func (t *table) find(h, w uint32) (at uint64, found bool) {
	key, mask := keyOf(h, w), uint64(len(t.keys)-1)
	for at = t.slot(key); t.keys[at] != empty; at = (at + 1) & mask {
		if t.keys[at] == key {
			return at, true
		}
	}
	return at, false
}

// value is that of (h, w), otherwise if there is none.
func (t *table) value(h, w, otherwise uint32) uint32 {
	if at, found := t.find(h, w); found {
		return t.values[at]
	}
	return otherwise
}

// put adds (h, w) where find said, and says where it is. Three quarters of the
// slots are used at most.
func (t *table) put(at uint64, h, w, value uint32) uint64 {
	if t.used >= len(t.keys)/4*3 {
		t.grow()
		at, _ = t.find(h, w)
	}
	t.keys[at], t.values[at] = keyOf(h, w), value
	t.used++
	return at
}

// grow doubles the table.
func (t *table) grow() {
	keys, values := t.keys, t.values
	t.keys, t.values = make([]uint64, 2*len(keys)), make([]uint32, 2*len(keys))
	t.shift--
	mask := uint64(len(t.keys) - 1)
	for i, key := range keys {
		if key == empty {
			continue
		}
		at := t.slot(key)
		for t.keys[at] != empty {
			at = (at + 1) & mask
		}
		t.keys[at], t.values[at] = key, values[i]
	}
}
