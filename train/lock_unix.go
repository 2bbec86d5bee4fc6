//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package train

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock keeps other processes out until unlock is called or this one ends. Where
// the file system has no locks it does nothing.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, fmt.Errorf("%w; give another folder", plain(err))
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		_ = f.Close()
		return nil, errors.New("another run is training in it; wait for its end or give another folder")
	}
	return func() { _ = f.Close() }, nil
}
