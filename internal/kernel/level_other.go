//go:build !(amd64 || arm64) || noasm

package kernel

// best is what every processor has.
func best() level { return plain }
