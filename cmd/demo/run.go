package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/train"
)

// The exit statuses, beside 0.
const (
	failed      = 1
	interrupted = 130 // 128 + SIGINT, as shells have it
)

// run is the whole program, given its arguments, and answers with its exit
// status.
func run(ctx context.Context, args []string, out, progress io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(progress)
	err := ops.CheckEnvironment()
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if err == nil {
		return 0
	}
	fmt.Fprintln(progress, "demo: "+oneLine(err))
	if errors.Is(err, train.ErrInterrupted) || errors.Is(err, context.Canceled) {
		return interrupted
	}
	return failed
}

// oneLine is an error without the line ends of joined errors and of cobra's
// suggestions.
func oneLine(err error) string {
	var parts []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	const most = 4
	if more := len(parts) - most; more > 0 {
		parts = append(parts[:most], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "; ")
}

// interruptible is done at the first Ctrl-C; a second one quits at once, as the
// system does it.
func interruptible(parent context.Context, progress io.Writer) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	go func() {
		select {
		case <-signals:
			signal.Stop(signals)
			fmt.Fprintln(progress, "\nfinishing what is under way; Ctrl-C again quits at once")
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel() }
}
