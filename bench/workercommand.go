package main

import (
	"fmt"
	"os"
	"runtime/pprof"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/bench/internal/report"
	"github.com/gaze-ml/gaze/bench/internal/stock"
	"github.com/gaze-ml/gaze/bench/internal/worker"
)

// workers are the peers that are part of this program.
var workers = map[string]func(protocol.Setup) (*protocol.Work, error){
	report.Gaze: worker.Build, report.Ceiling: worker.Ceiling, "gorgonia": stock.Build,
}

// newWorker is what the program starts itself as, once for each contestant.
func newWorker() *cobra.Command {
	profile := ""
	c := &cobra.Command{
		Use:    "worker PEER",
		Short:  "Answer the requests of a sitting on standard input",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			build := workers[args[0]]
			if build == nil {
				return fmt.Errorf("no worker %q", args[0])
			}
			if profile != "" {
				build = profiled(build, profile)
				defer pprof.StopCPUProfile()
			}
			return protocol.Serve(c.InOrStdin(), c.OutOrStdout(), build)
		},
	}
	c.Flags().StringVar(&profile, "profile", "", "write a CPU profile of what follows the setup")
	return c
}

// profiled begins a profile when all is set up.
func profiled(build func(protocol.Setup) (*protocol.Work, error), path string) func(protocol.Setup) (*protocol.Work, error) {
	return func(s protocol.Setup) (*protocol.Work, error) {
		work, err := build(s)
		if err != nil {
			return nil, err
		}
		file, err := os.Create(path)
		if err != nil {
			return nil, err
		}
		return work, pprof.StartCPUProfile(file)
	}
}
