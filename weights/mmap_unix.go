//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package weights

import (
	"os"
	"syscall"
)

// mapFile maps size bytes of f copy-on-write: weights can be trained in place,
// and the file never changes.
func mapFile(f *os.File, size int) (*mapping, error) {
	data, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE)
	if err != nil { // some file systems cannot
		return readFile(f, size)
	}
	return &mapping{data: data, mapped: true}, nil
}

func (m *mapping) close() error {
	if !m.mapped {
		return nil
	}
	m.mapped = false
	return syscall.Munmap(m.data)
}
