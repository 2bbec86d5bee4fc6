package baselines

// walk is where a text has come to: the node of its last k tokens, for each k
// from 0 to order-1, nowhere if they have not been counted.
type walk struct{ nodes, next []uint32 }

func newWalk(order int) walk {
	h := walk{make([]uint32, order), make([]uint32, order)}
	for k := range h.nodes {
		h.nodes[k], h.next[k] = nowhere, nowhere
	}
	h.nodes[0], h.next[0] = root, root
	return h
}

// turn makes next the present.
func (h *walk) turn() { h.nodes, h.next = h.next, h.nodes }

// step goes on by a token.
func (h *walk) step(c *counts, w uint32) {
	for k, node := range h.nodes[:len(h.nodes)-1] {
		h.next[k+1] = nowhere
		if node != nowhere {
			h.next[k+1] = c.nodes.value(node, w, nowhere)
		}
	}
	h.turn()
}
