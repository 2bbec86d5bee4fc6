package model

// trie finds the tokens that a text begins with. It is a double array: the child
// of node n for byte c is at nodes[n].base ^ c, if that node's parent is n.
type trie struct{ nodes []node }

type node struct {
	base   int32
	parent int32 // free for a node that is not used
	id     int32 // of the token that ends here, or none
}

const (
	root = 0
	none = -1
	free = -1
)

// longest is the longest token that text begins with: its id and length, none
// and 0 if there is none. taken is the number of bytes looked at.
func (t *trie) longest(text []byte) (id int32, length, taken int) {
	id = none
	n := int32(root)
	for i, c := range text {
		next := t.nodes[n].base ^ int32(c)
		found := t.nodes[next]
		if found.parent != n {
			return id, length, i + 1
		}
		if found.id >= 0 {
			id, length = found.id, i+1
		}
		n = next
	}
	return id, length, len(text)
}
