package main

import (
	"runtime"
	"syscall"
)

// cpuModel is what the system calls the processor.
func cpuModel() string {
	if name, err := syscall.Sysctl("machdep.cpu.brand_string"); err == nil {
		return name
	}
	return runtime.GOARCH
}
