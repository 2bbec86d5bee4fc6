package baselines

// counts is a trie of n-grams. An n-gram shorter than the order is a node, and
// the edge from h by w leads to hw; the longest have no node, only a count.
//
//	nodes   (node of h, w) → node of hw
//	longest (node of h, w) → how often hw occurs
type counts struct {
	order    int
	seen     int // tokens
	nodes    *table
	longest  *table
	contexts []context // of each node
	history  walk
}

// context is the n-gram of a node, as a history h.
type context struct {
	parent    uint32
	length    uint32
	adjusted  uint32    // a(h)
	following [3]uint32 // N₁(h), N₂(h), N₃(h)
	total     uint64    // Σ_w a(hw)
}

// root is the node of the empty history.
const root = 0

func newCounts(order int) *counts {
	return &counts{order: order, nodes: newTable(), longest: newTable(),
		contexts: make([]context, 1), history: newWalk(order)}
}

func (c *counts) size() int { return c.nodes.used + c.longest.used }

// see counts the n-grams that end with w, the next token: first w alone, then
// with more and more of the tokens before it. Of one that is new, what it has
// without its first token occurs after one token more.
func (c *counts) see(w uint32) {
	next := c.history.next
	longer := min(c.seen, c.order-1)
	for k, h := range c.history.nodes[:longer+1] {
		var fresh bool
		if k == c.order-1 {
			fresh = c.count(h, w)
		} else {
			next[k+1], fresh = c.extend(h, w)
		}
		if fresh && k > 0 {
			c.contexts[next[k]].adjusted++
		}
	}
	if longer < c.order-1 {
		c.contexts[next[longer+1]].adjusted++ // after the beginning of the text
	}
	c.seen++
	c.history.turn()
}

// count counts an n-gram of the highest order.
func (c *counts) count(h, w uint32) (fresh bool) {
	at, found := c.longest.find(h, w)
	if !found {
		at = c.longest.put(at, h, w, 0)
	}
	c.longest.values[at]++
	return !found
}

// extend finds or makes the node of hw.
func (c *counts) extend(h, w uint32) (node uint32, fresh bool) {
	at, found := c.nodes.find(h, w)
	if found {
		return c.nodes.values[at], false
	}
	node = uint32(len(c.contexts))
	c.contexts = append(c.contexts, context{parent: h, length: c.contexts[h].length + 1})
	c.nodes.put(at, h, w, node)
	return node, true
}

// seal sums up what follows each history.
func (c *counts) seal() {
	for _, gram := range c.contexts[1:] {
		c.contexts[gram.parent].follow(gram.adjusted)
	}
	for at, key := range c.longest.keys {
		if key != empty {
			c.contexts[parentOf(key)].follow(c.longest.values[at])
		}
	}
}

// follow adds a token with count a.
func (h *context) follow(a uint32) {
	if a > 0 {
		h.total += uint64(a)
		h.following[min(a, 3)-1]++
	}
}

// after is a(hw) for the history h of k tokens.
func (c *counts) after(k int, h, w uint32) uint32 {
	if k == c.order-1 {
		return c.longest.value(h, w, 0)
	}
	if gram := c.nodes.value(h, w, nowhere); gram != nowhere {
		return c.contexts[gram].adjusted
	}
	return 0
}
