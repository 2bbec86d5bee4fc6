package added

// matcher finds the longest of some patterns at each place: a tree of bytes.
type matcher struct {
	first [256]bool
	edges map[edge]int32 // to nodes, of which 0 is the root
	ids   []int32        // of the pattern that ends at a node, or -1
}

type edge struct {
	node int32
	b    byte
}

func (m *matcher) empty() bool { return m.ids == nil }

// add adds a pattern; of two that are the same the later counts. An empty one is
// found nowhere.
func (m *matcher) add(pattern string, id int32) {
	if pattern == "" {
		return
	}
	if m.ids == nil {
		m.edges, m.ids = map[edge]int32{}, []int32{-1}
	}
	m.first[pattern[0]] = true
	at := int32(0)
	for i := range len(pattern) {
		e := edge{at, pattern[i]}
		next, found := m.edges[e]
		if !found {
			next = int32(len(m.ids))
			m.ids = append(m.ids, -1)
			m.edges[e] = next
		}
		at = next
	}
	m.ids[at] = id
}

// find is the first place from start on at which a pattern begins, and the
// longest one there; id is -1 if there is none.
func find[T string | []byte](m *matcher, text T, start int) (from, to int, id int32) {
	for i := start; i < len(text); i++ {
		if !m.first[text[i]] {
			continue
		}
		id = -1
		at, found := int32(0), false
		for j := i; j < len(text); j++ {
			if at, found = m.edges[edge{at, text[j]}]; !found {
				break
			}
			if m.ids[at] >= 0 {
				from, to, id = i, j+1, m.ids[at]
			}
		}
		if id >= 0 {
			return from, to, id
		}
	}
	return len(text), len(text), -1
}
