package trie

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// Key is a text that a trie shall find, and its value, 0 or more. The empty text
// is never found.
type Key struct {
	Text  string
	Value int32
}

// New makes a trie of keys; of equal ones the last counts.
func New(keys []Key) *Trie {
	keys = sorted(keys)
	b := &builder{nodes: make([]node, 0, nodesOf(keys)*9/8+256)}
	b.grow()
	b.take(Root, None)
	for todo := []branch{{0, len(keys), 0, Root}}; len(todo) > 0; {
		last := todo[len(todo)-1]
		todo = b.split(keys, last, todo[:len(todo)-1])
	}
	return &Trie{b.nodes}
}

// place is a key, and its first eight bytes as a number: most are told apart by
// these, and no text is moved while they are sorted.
type place struct {
	first uint64
	key   int32
}

// sorted is the keys in the order of their texts, equal ones as they came.
func sorted(keys []Key) []Key {
	places := make([]place, len(keys))
	for i, k := range keys {
		var first [8]byte
		copy(first[:], k.Text)
		places[i] = place{binary.BigEndian.Uint64(first[:]), int32(i)}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		if c := strings.Compare(keys[a.key].Text, keys[b.key].Text); c != 0 {
			return c
		}
		return int(a.key - b.key)
	})
	list := make([]Key, len(keys))
	for i, p := range places {
		list[i] = keys[p.key]
	}
	return list
}

// nodesOf is how many nodes a trie of sorted keys has.
func nodesOf(keys []Key) int {
	n, before := 1, ""
	for _, k := range keys {
		same := 0
		for same < len(before) && same < len(k.Text) && before[same] == k.Text[same] {
			same++
		}
		n += len(k.Text) - same
		before = k.Text
	}
	return n
}

// empty is a block of nodes that are not used.
var empty = func() (nodes [256]node) {
	for i := range nodes {
		nodes[i] = node{parent: free, value: None}
	}
	return nodes
}()

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
	const (
		patience = 16 // nodes that may not fit before a block is given up
		newest   = 4  // blocks that a node of many children is tried in
	)
	begin := 0
	if len(b.labels) > fewLabels {
		begin = max(0, len(b.open)-newest)
	}
	for i := begin; i < len(b.open); i++ {
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

func (b *builder) take(at, parent int32) {
	b.nodes[at].parent = parent
	k := &b.blocks[at>>8]
	k.used[at>>6&3] |= 1 << (at & 63)
	k.left--
}

func (b *builder) grow() {
	b.open = append(b.open, int32(len(b.blocks)))
	b.blocks = append(b.blocks, block{left: 256})
	b.nodes = append(b.nodes, empty[:]...)
}
