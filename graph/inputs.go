package graph

import "sort"

// Inputs are the symbolic twins of the values a Function is run on.
type Inputs struct {
	g     *Graph
	nodes map[string]*Node
}

// Get is the input of that name; asking for one that was not given is an error
// that sticks.
func (in Inputs) Get(name string) *Node {
	x, ok := in.nodes[name]
	if !ok {
		return in.g.fail("", "input %q was not given; there are %q", name, in.names())
	}
	return x
}

// Has reports whether an input of that name was given.
func (in Inputs) Has(name string) bool { return in.nodes[name] != nil }

func (in Inputs) names() []string {
	var names []string
	for name := range in.nodes {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
