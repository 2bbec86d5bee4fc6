package weights

import (
	"os"
	"syscall"
	"unsafe"
)

// release lets go of the pages that lie wholly within part and hold what was
// only read. They come back from the file if they are read again. Nothing may
// ever have been written there, or the writes would be lost.
func (m *mapping) release(part []byte) {
	if !m.mapped || len(part) == 0 {
		return
	}
	page := uintptr(os.Getpagesize())
	base := uintptr(unsafe.Pointer(unsafe.SliceData(part)))
	from := -base & (page - 1)
	to := uintptr(len(part)) - (base+uintptr(len(part)))&(page-1)
	if to > from && to <= uintptr(len(part)) {
		_ = syscall.Madvise(part[from:to], syscall.MADV_DONTNEED) // advice: may fail
	}
}
