package weights

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// resetPeak makes the peak of resident memory start from what is in use now,
// and returns that.
func resetPeak() int {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	return status("VmRSS:")
}

func peak() int { return status("VmHWM:") }

func status(key string) int {
	text, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(text), key)
	if words := strings.Fields(rest); len(words) > 0 {
		kb, _ := strconv.Atoi(words[0])
		return kb << 10
	}
	return 0
}
