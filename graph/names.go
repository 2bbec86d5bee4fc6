package graph

import (
	"slices"

	"gorgonia.org/gorgonia"
)

// names are what a drawing knows its nodes by.
type names struct {
	taken     map[string]bool           // paths of parameters, inputs and states
	entries   map[string]*Node          // parameters by the store's path
	labels    map[string]*Node          // what Options.Keep may name
	scopes    map[*gorgonia.Node]string // where a node was drawn
	draws     map[string]int            // random operations so far, by scope path
	constants int                       // so far

	precisions map[string]Precision // by scope path
}

func newNames() names {
	return names{
		taken:   map[string]bool{},
		entries: map[string]*Node{},
		labels:  map[string]*Node{},
		scopes:  map[*gorgonia.Node]string{},
		draws:   map[string]int{},

		precisions: map[string]Precision{},
	}
}

// sorted are the labels.
func (n *names) sorted() []string {
	var labels []string
	for label := range n.labels {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	return labels
}
