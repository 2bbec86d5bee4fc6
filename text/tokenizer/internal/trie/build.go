package trie

import (
	"math/bits"
	"slices"
	"strings"
)

// Key is a text that a trie shall find, and its value, 0 or more. The empty text
// is never found.
type Key struct {
	Text  string
	Value int32
}

// New makes a trie of keys, which it sorts; of equal ones the last counts.
func New(keys []Key) *Trie {
	slices.SortStableFunc(keys, func(a, b Key) int { return strings.Compare(a.Text, b.Text) })
	b := &builder{}
	b.grow()
	b.take(Root, None)
	for todo := []branch{{0, len(keys), 0, Root}}; len(todo) > 0; {
		last := todo[len(todo)-1]
		todo = b.split(keys, last, todo[:len(todo)-1])
	}
	return &Trie{b.nodes}
}

// branch is the keys [begin, end) that share their first depth bytes, which lead
// to node.
type branch struct {
	begin, end, depth int
	node              int32
}

// builder places the children of each node within a block of 256, so that
// looking for a free place is looking at one block's bits.
type builder struct {
	nodes  []node
	blocks []block
	open   []int32 // blocks with free places
	labels []byte
	ends   []int
}

type block struct {
	used   [4]uint64 // a bit for each place
	failed int       // how many nodes did not fit
}

// split places the children of a branch's node, and appends their branches.
func (b *builder) split(keys []Key, r branch, todo []branch) []branch {
	for r.begin < r.end && len(keys[r.begin].Text) == r.depth {
		if r.depth > 0 {
			b.nodes[r.node].value = keys[r.begin].Value
		}
		r.begin++
	}
	b.labels, b.ends = b.labels[:0], b.ends[:0]
	for i := r.begin; i < r.end; i++ {
		c := keys[i].Text[r.depth]
		if n := len(b.labels); n > 0 && b.labels[n-1] == c {
			b.ends[n-1] = i + 1
			continue
		}
		b.labels, b.ends = append(b.labels, c), append(b.ends, i+1)
	}
	if len(b.labels) == 0 {
		return todo
	}
	base := b.place()
	b.nodes[r.node].base = base
	for i, c := range b.labels {
		child := base ^ int32(c)
		b.take(child, r.node)
		todo = append(todo, branch{r.begin, b.ends[i], r.depth + 1, child})
		r.begin = b.ends[i]
	}
	return todo
}

// place is a base at which all labels are free.
func (b *builder) place() int32 {
	const patience = 16 // nodes that may not fit before a block is given up
	for i := 0; i < len(b.open); i++ {
		at := b.open[i]
		if base, ok := b.blocks[at].fit(b.labels); ok {
			return at<<8 | base
		}
		if k := &b.blocks[at]; k.failed < patience {
			k.failed++
			continue
		}
		b.open = slices.Delete(b.open, i, i+1)
		i--
	}
	b.grow()
	base, _ := b.blocks[len(b.blocks)-1].fit(b.labels)
	return int32(len(b.blocks)-1)<<8 | base
}

// fit is a base within a block at which all labels are free.
func (k *block) fit(labels []byte) (int32, bool) {
	for w, used := range k.used {
		for open := ^used; open != 0; open &= open - 1 {
			base := byte(w<<6+bits.TrailingZeros64(open)) ^ labels[0]
			if k.free(base, labels) {
				return int32(base), true
			}
		}
	}
	return 0, false
}

func (k *block) free(base byte, labels []byte) bool {
	for _, c := range labels {
		if at := base ^ c; k.used[at>>6]>>(at&63)&1 != 0 {
			return false
		}
	}
	return true
}

func (b *builder) take(at, parent int32) {
	b.nodes[at].parent = parent
	b.blocks[at>>8].used[at>>6&3] |= 1 << (at & 63)
}

func (b *builder) grow() {
	b.open = append(b.open, int32(len(b.blocks)))
	b.blocks = append(b.blocks, block{})
	for range 256 {
		b.nodes = append(b.nodes, node{parent: free, value: None})
	}
}
