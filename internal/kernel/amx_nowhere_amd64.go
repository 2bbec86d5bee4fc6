//go:build !linux && !noasm

package kernel

// tilesAllowed: how other systems grant tiles has not been tried.
func tilesAllowed() bool { return false }
