package kernel

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

// Threads is how many workers the default team has: GAZE_THREADS if it is set,
// else as many as Go may run at once, which respects the cgroup's limit. The
// error says what is wrong with GAZE_THREADS; the count is then Go's.
func Threads() (int, error) { return threads(os.Getenv("GAZE_THREADS")) }

func threads(setting string) (int, error) {
	limit := runtime.GOMAXPROCS(0)
	if setting == "" {
		return limit, nil
	}
	n, err := strconv.Atoi(setting)
	if err != nil || n < 1 || n > 1024 {
		return limit, fmt.Errorf("GAZE_THREADS=%q: want a whole number from 1 to 1024", setting)
	}
	return n, nil
}

// Default is the team that every machine shares.
var Default = sync.OnceValue(func() *Team {
	n, _ := Threads()
	return NewTeam(n)
})
