//go:build linux || darwin || freebsd || dragonfly

package train

import "syscall"

// freeSpace is what may still be written to the disk of a folder.
func freeSpace(folder string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
