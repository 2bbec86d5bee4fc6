package worker

import (
	"errors"

	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// Ceiling sets up what no float32 product can be faster than on this machine: all
// workers multiply and add in registers, with loads from the first cache.
func Ceiling(s protocol.Setup) (*protocol.Work, error) {
	const steps = 1 << 16
	team := kernel.NewTeam(s.Threads)
	operations := kernel.ProductCeiling(team, steps)
	if operations == 0 {
		return nil, errors.New("this level of kernels has no ceiling to measure")
	}
	return &protocol.Work{
		Ready: protocol.Reply{Version: ops.Level(), Operations: []float64{operations}},
		Items: []func() error{func() error { kernel.ProductCeiling(team, steps); return nil }},
	}, nil
}
