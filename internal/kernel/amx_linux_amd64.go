//go:build !noasm

package kernel

import (
	"syscall"
	"unsafe"
)

// What Linux calls the state of tiles, and how a process asks for it
// (Documentation/arch/x86/xstate.rst).
const (
	getPermission = 0x1022 // ARCH_GET_XCOMP_PERM
	askPermission = 0x1023 // ARCH_REQ_XCOMP_PERM
	tileState     = 18     // XFEATURE_XTILEDATA; 17 are the configurations
)

// tilesAllowed asks Linux for tiles, for all threads of this process. It grants
// only what it has enabled in XCR0, and has known the question since 5.16. Before,
// the first instruction on tiles would kill the process.
func tilesAllowed() bool {
	if _, _, e := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, askPermission, tileState, 0); e != 0 {
		return false
	}
	var granted uint64
	_, _, e := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, getPermission, uintptr(unsafe.Pointer(&granted)), 0)
	const both = 1<<(tileState-1) | 1<<tileState
	return e == 0 && granted&both == both
}
