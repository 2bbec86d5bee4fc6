package main

import (
	"fmt"
	"strings"
)

// dispatch is Go code that calls the micro-kernel of a height. A table of
// functions would do, but what it is given would then escape to the heap.
func dispatch(s isa, name string, heights ...int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nfunc %s%s(rows int, m *micro) {\n\tswitch rows {\n", name, s.name)
	for _, h := range heights {
		fmt.Fprintf(&b, "\tcase %d:\n\t\t%s%d%s(m)\n", h, name, h, s.name)
	}
	b.WriteString("\t}\n}\n")
	return b.String()
}

// upTo is 1, 2 … n.
func upTo(n int) []int {
	var s []int
	for i := range n {
		s = append(s, i+1)
	}
	return s
}
