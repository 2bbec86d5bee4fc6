package main

import (
	"fmt"
	"slices"
	"strings"
)

// elements describes a kernel over contiguous slices of float32, all as long
// as the first. One description makes the function of every instruction set,
// and a Go function that chooses among them:
//
//	elements{
//		name: "scaledExp", doc: "y[i] = e^(a·x[i]), and sum = Σ y[i]",
//		out: []string{"y"}, in: []string{"x"}, scalars: []string{"a"}, results: []string{"sum"},
//		passes: []pass{{
//			sums: []string{"sum"},
//			body: func(s *step) {
//				y := s.exp(s.mul(s.in("x"), s.scalar("a")))
//				s.out("y", y)
//				s.add("sum", y)
//			},
//		}},
//	}
//
// makes scaledExpAVX512 and scaledExpAVX2, and for package kernel
//
//	func scaledExpSIMD(y, x []float32, a float32) (sum float32, ok bool)
//
// which is not ok at level plain, where the caller's loop has to run. Slices
// that are read and written have one name among both. A slice may be the same
// as another, but may not overlap it otherwise.
//
// The last vectors are loaded and stored with masks and run through the same
// instructions, so an element's bits do not depend on where it stands.
// Element i of a sum is added in lane i mod lanes of accumulator
// i/lanes mod unroll, and these are added in a fixed tree, so the bits of a sum
// depend on the length alone; and zeros (0 added to what is not -0) at the end
// of the slices do not change them.
//
// Constants (see constant) stay in registers as far as there are enough.
type elements struct {
	name    string
	doc     string // what it does, as a loop: follows "name is"
	out, in []string
	scalars []string // float32 parameters
	results []string // float32 results: sums, tops or what after set
	passes  []pass   // one after another over the slices

	rows bool     // over rows, see over_rows.go
	each []string // scalars of which each row has its own
}

// pass is one loop over the slices.
type pass struct {
	unroll int                // vectors a turn of the loop, each with accumulators of its own; 0 is 1
	sums   []string           // accumulators that begin at 0; see step.add and step.addProduct
	tops   []string           // accumulators that begin at -Inf; see step.top
	fill   map[string]float32 // what a slice has beyond its end, where it is not 0
	body   func(s *step)      // one vector
	after  func(l *loop)      // what is to be done once, after the sums have been taken; may be nil
}

// family is a file's worth of kernels.
type family struct {
	name    string
	kernels []elements
}

// pointers names the slices, those that are written first.
func (k *elements) pointers() []string {
	names := append([]string{}, k.out...)
	for _, n := range k.in {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// signature is that of the assembly.
func (k *elements) signature() string {
	if k.rows {
		return k.rowSignature()
	}
	var b strings.Builder
	b.WriteString("func(n int")
	for _, s := range k.pointers() {
		fmt.Fprintf(&b, ", %s unsafe.Pointer", s)
	}
	for _, s := range k.scalars {
		fmt.Fprintf(&b, ", %s float32", s)
	}
	b.WriteString(")")
	if len(k.results) > 0 {
		fmt.Fprintf(&b, " (%s float32)", strings.Join(k.results, ", "))
	}
	return b.String()
}
