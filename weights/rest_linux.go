package weights

import (
	"encoding/binary"
	"os"
	"unsafe"
)

const (
	pageWord    = 8       // bytes about a page in /proc/self/pagemap
	pagePresent = 1 << 63 // it is in memory
	pageSwapped = 1 << 62
	pageOfFile  = 1 << 61 // and was not written, since written pages are our own
	pagesAtOnce = 4096
)

// unused is release for memory that may have been written: it looks first, and
// keeps all of part if a page of it is no longer the file's.
func (m *mapping) unused(part []byte) {
	if m.mapped && ofFile(part) {
		m.release(part)
	}
}

// ofFile says whether all pages of part that are in memory are as the file has
// them. False if the system does not tell.
func ofFile(part []byte) bool {
	if len(part) == 0 {
		return false
	}
	f, err := os.Open("/proc/self/pagemap")
	if err != nil {
		return false
	}
	defer f.Close()
	page := uintptr(os.Getpagesize())
	base := uintptr(unsafe.Pointer(unsafe.SliceData(part)))
	words := make([]byte, pagesAtOnce*pageWord)
	last := (base + uintptr(len(part)) - 1) / page
	for at := base / page; at <= last; at += pagesAtOnce {
		n := min(last-at+1, pagesAtOnce)
		if _, err := f.ReadAt(words[:n*pageWord], int64(at)*pageWord); err != nil || written(words[:n*pageWord]) {
			return false
		}
	}
	return true
}

// written says whether a page is our own copy, of those that words are about.
func written(words []byte) bool {
	for i := 0; i < len(words); i += pageWord {
		w := binary.NativeEndian.Uint64(words[i:])
		if w&pageSwapped != 0 || w&pagePresent != 0 && w&pageOfFile == 0 {
			return true
		}
	}
	return false
}
