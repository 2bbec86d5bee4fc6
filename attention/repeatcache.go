package attention

import "github.com/gaze-ml/gaze/graph"

// RememberTimes is Remember for a layer that Repeat draws so many times: its
// parameters are one, but what it has seen is another each time, in a cache each. At,
// From and Same are those of Cache, the first.
func (a *MultiHead) RememberTimes(s *graph.Scope, at *graph.Node, longest, times int) {
	if times < 1 {
		s.Errorf("caches of a layer drawn %d times: want at least 1", times)
	}
	a.Cache = nil
	for i := times - 1; i >= 0; i-- {
		next, heads := a.Cache, a.keyHeads()
		a.Cache = NewCache(s.In("time", i), at, heads, longest, a.Key.Weight.Dim(0)/heads)
		a.Cache.next = next
	}
}

// holding is the cache that keys and values of memory were appended to; nil: none.
func (c *Cache) holding(memory *graph.Node) *Cache {
	for ; c != nil; c = c.next {
		if c.holds(memory) {
			return c
		}
	}
	return nil
}

// turn is the first cache that nothing was appended to, or else the last.
func (c *Cache) turn() *Cache {
	t := c
	for t.held != nil && t.next != nil {
		t = t.next
	}
	t.At, t.From, t.Same = c.At, c.From, c.Same
	return t
}
