package protocol

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// CPUMS is how long all threads of a worker have computed so far, in ms, as Linux
// tells it in steps of 10; 0 elsewhere. Unlike the time on the clock it hardly
// grows when others use the machine.
func (p *Process) CPUMS() float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0
	}
	return cpuMS(string(stat))
}

// cpuMS adds user's and system's ticks, the 14th and 15th field; the second, the
// name, is in brackets and may hold anything.
func cpuMS(stat string) float64 {
	const tick = 10 // ms
	f := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return tick * (user + system)
}
