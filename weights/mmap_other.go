//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package weights

import "os"

func mapFile(f *os.File, size int) (*mapping, error) { return readFile(f, size) }

func (m *mapping) close() error { return nil }
