package main

import (
	"fmt"
	"io"
)

const page = 128

// table writes a value for each code point in two steps: the number of the page
// of 128 that it is on, and the distinct pages.
func table(w io.Writer, name string, values []uint16) {
	seen := map[[page]uint16]int{}
	var pages []uint16
	var index []uint16
	for at := 0; at < len(values); at += page {
		p := [page]uint16(values[at:])
		n, known := seen[p]
		if !known {
			n = len(seen)
			seen[p] = n
			pages = append(pages, p[:]...)
		}
		index = append(index, uint16(n))
	}
	fmt.Fprintf(w, "\n// %sIndex is the page of each %d code points.\n", name, page)
	numbers(w, name+"Index", index)
	fmt.Fprintf(w, "\n// %sPages are the distinct pages.\n", name)
	numbers(w, name+"Pages", pages)
}

// numbers writes an array.
func numbers(w io.Writer, name string, list []uint16) {
	fmt.Fprintf(w, "var %s = [...]uint16{", name)
	for i, n := range list {
		if i%20 == 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%d, ", n)
	}
	fmt.Fprintln(w, "\n}")
}
