// Package trie finds which keys of a set a text begins with.
package trie

// Trie is a double array: the child of node n for byte c is at nodes[n].base ^ c,
// if that node's parent is n. It does not change.
type Trie struct{ nodes []node }

type node struct {
	base   int32
	parent int32 // free for a node that is not used
	value  int32 // of the key that ends here, or None
}

// Root is the node of the empty text.
const Root = 0

// None is no node, or no value.
const None = -1

const free = -1

// Next is the node for the text of node n and a byte behind it, None if no key
// goes on so.
func (t *Trie) Next(n int32, c byte) int32 {
	next := t.nodes[n].base ^ int32(c)
	if t.nodes[next].parent != n {
		return None
	}
	return next
}

// Value is that of the key that is the text of node n, None if there is none.
func (t *Trie) Value(n int32) int32 { return t.nodes[n].value }

// Longest is the value and length of the longest key that text begins with, None
// and 0 if there is none, and how many bytes were looked at.
func (t *Trie) Longest(text []byte) (value int32, length, taken int) {
	return t.LongestFrom(Root, text)
}

// LongestFrom is Longest of keys without the text of node n, with which they
// begin; if n is None there are none.
func (t *Trie) LongestFrom(n int32, text []byte) (value int32, length, taken int) {
	value = None
	if n == None {
		return value, 0, 0
	}
	for i, c := range text {
		if n = t.Next(n, c); n < 0 {
			return value, length, i + 1
		}
		if v := t.nodes[n].value; v >= 0 {
			value, length = v, i+1
		}
	}
	return value, length, len(text)
}

// Node is the node of a text, None if no key begins with it.
func (t *Trie) Node(text string) int32 {
	n := int32(Root)
	for i := 0; i < len(text) && n >= 0; i++ {
		n = t.Next(n, text[i])
	}
	return n
}
