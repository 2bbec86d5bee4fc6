//go:build !noasm

package kernel

// best is what every processor of the architecture has.
func best() level { return neon }
