// Command gomlx runs the cases that are measured in GoMLX v0.26.0 on its backend
// in pure Go, as a worker of a sitting: see bench/internal/protocol.
package main

import (
	"fmt"
	"os"

	"github.com/gomlx/gomlx/backends"
	_ "github.com/gomlx/gomlx/backends/simplego"
	"github.com/gomlx/gomlx/pkg/core/dtypes"
	"github.com/gomlx/gomlx/pkg/core/tensors"
	"github.com/gomlx/gomlx/pkg/ml/context"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
)

const version = "0.26.0"

func main() {
	answers := os.Stdout
	os.Stdout = os.Stderr // the backend prints how parallel it is
	if err := protocol.Serve(os.Stdin, answers, build); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// build sets a case up. GoMLX panics where something is wrong.
func build(s protocol.Setup) (work *protocol.Work, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	backend, err := backends.NewWithConfig(parallelism(s.Threads))
	if err != nil {
		return nil, err
	}
	w, err := readWeights(s.Files.Weights)
	if err != nil {
		return nil, err
	}
	ctx, in := context.New().Checked(false), inputs(s.Case)
	run := trainCharGPT(backend, ctx, w, s.Case.Size)
	repeat := cases.CheckedSteps
	switch s.Case.Kind {
	case cases.BERTForward:
		run, repeat = forwardBERT(backend, ctx, w, s.Case.Size), 1
	case cases.CharGPTTrain:
	default:
		return nil, fmt.Errorf("%s is not written in GoMLX", s.Case.Kind)
	}
	work = &protocol.Work{Ready: protocol.Reply{Version: version}}
	for range repeat {
		for _, out := range run(in) {
			work.Ready.Check = append(work.Ready.Check, beginning(out)...)
			out.FinalizeAll()
		}
	}
	work.Items = []func() error{func() error {
		for _, out := range run(in) {
			out.FinalizeAll()
		}
		return nil
	}}
	return work, nil
}

func parallelism(threads int) string {
	if threads == 1 {
		return "go:ops_sequential"
	}
	return fmt.Sprintf("go:parallelism=%d", threads)
}

// inputs are those of the case that GoMLX's models read: it has no use for masks
// that hide nothing.
func inputs(c cases.Case) (in []any) {
	for _, n := range c.Inputs() {
		if n.Mask {
			continue
		}
		ids := make([]int32, 0, len(n.Numbers()))
		for _, x := range n.Numbers() {
			ids = append(ids, int32(x))
		}
		in = append(in, tensors.FromFlatDataAndDimensions(ids, n.Shape...))
	}
	return in
}

// beginning are the first numbers of an output.
func beginning(t *tensors.Tensor) (first []float64) {
	if t.DType() != dtypes.Float32 {
		panic(fmt.Sprintf("an output is %s: want float32", t.DType()))
	}
	for _, x := range tensors.MustCopyFlatData[float32](t) {
		if len(first) == cases.CheckedValues {
			break
		}
		first = append(first, float64(x))
	}
	return first
}
