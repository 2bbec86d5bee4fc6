// Command bench measures Gaze beside other frameworks: whole models and matrix
// products, with the same weights, in one sitting.
//
//	go -C bench run . --help
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newRoot().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
