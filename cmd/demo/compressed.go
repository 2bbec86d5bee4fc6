package main

import (
	"fmt"
	"io"
	"os"
)

// refuseCompressed is an error for a file of gzip, which a command would take for
// text: it says what to do instead.
func refuseCompressed(path, command string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	defer f.Close()
	var start [2]byte
	if _, err := io.ReadFull(f, start[:]); err == nil && start == [2]byte{0x1F, 0x8B} { // RFC 1952
		return fmt.Errorf("%s is compressed: want text, as of zcat %s | %s", path, path, command)
	}
	return nil // what cannot be read is told by who reads it
}
