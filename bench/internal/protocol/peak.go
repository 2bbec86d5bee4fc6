package protocol

import (
	"os"
	"strconv"
	"strings"
)

// PeakMB is the most memory that this process has had at one time, in MB, as
// Linux tells it (VmHWM); 0 elsewhere.
func PeakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	return highWater(string(status))
}

func highWater(status string) float64 {
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb / 1024
		}
	}
	return 0
}
