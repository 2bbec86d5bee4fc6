package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/gaze-ml/gaze/bench/internal/report"
	"github.com/gaze-ml/gaze/ops"
)

// machine is what is measured on, and how.
func machine(p *plan) report.Machine {
	return report.Machine{
		CPU: cpu(), Cores: runtime.NumCPU(), Level: ops.Level(), Go: runtime.Version(),
		Date: time.Now().Format(time.DateOnly), Rounds: p.rounds, Seconds: p.seconds, Load: load(),
	}
}

// cpu is the processor's name, where Linux tells it.
func cpu() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(text)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// load is the average of the last minute, where Linux tells it.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	minute, _, _ := strings.Cut(string(text), " ")
	x, _ := strconv.ParseFloat(minute, 64)
	return x
}
