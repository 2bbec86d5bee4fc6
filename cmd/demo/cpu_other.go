//go:build !linux && !darwin

package main

import (
	"os"
	"runtime"
)

// cpuModel is what the system calls the processor, if it does.
func cpuModel() string {
	if name := os.Getenv("PROCESSOR_IDENTIFIER"); name != "" { // Windows
		return name
	}
	return runtime.GOARCH
}
