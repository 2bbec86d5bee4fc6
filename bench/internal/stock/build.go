package stock

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/weights"

	_ "go4.org/unsafe/assume-no-moving-gc" // Gorgonia's; keeps the version that runs
)

// Version is Gorgonia's, which go.mod pins.
const Version = "0.9.18"

// Build sets up the step of training of a char GPT.
func Build(s protocol.Setup) (*protocol.Work, error) {
	if s.Case.Kind != cases.CharGPTTrain {
		return nil, fmt.Errorf("%s: stock Gorgonia runs %s only", s.Case.Name, cases.CharGPTTrain)
	}
	t, err := draw(s.Case, s.Files.Weights)
	if err != nil {
		return nil, err
	}
	work := &protocol.Work{Ready: protocol.Reply{Version: Version}, Items: []func() error{t.step}}
	for range cases.CheckedSteps {
		if err := t.step(); err != nil {
			return nil, err
		}
		work.Ready.Check = append(work.Ready.Check, t.lossNow())
	}
	for _, p := range t.params {
		work.Ready.Parameters += p.Shape().TotalSize()
	}
	return work, nil
}

type trainer struct {
	machine gorgonia.VM
	solver  *gorgonia.AdamSolver
	params  gorgonia.Nodes
	loss    gorgonia.Value
}

func draw(c cases.Case, file string) (*trainer, error) {
	values, err := read(file)
	if err != nil {
		return nil, err
	}
	d := &drawing{graph: gorgonia.NewGraph(), values: values}
	loss := forward(d, c.Size, tensors(c))
	if d.err != nil {
		return nil, d.err
	}
	t := &trainer{params: d.params}
	gorgonia.Read(loss, &t.loss)
	if _, err := gorgonia.Grad(loss, d.params...); err != nil {
		return nil, err
	}
	t.machine = gorgonia.NewTapeMachine(d.graph, gorgonia.BindDualValues(d.params...))
	t.solver = gorgonia.NewAdamSolver(gorgonia.WithLearnRate(cases.LearningRate))
	return t, nil
}

func (t *trainer) step() error {
	if err := t.machine.RunAll(); err != nil {
		return err
	}
	if err := t.solver.Step(gorgonia.NodesToValueGrads(t.params)); err != nil {
		return err
	}
	t.machine.Reset()
	return nil
}

func (t *trainer) lossNow() float64 { return float64(t.loss.Data().(float32)) }

// read copies the tensors of a safetensors file.
func read(file string) (map[string]*tensor.Dense, error) {
	store, err := weights.Open(file)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	values := map[string]*tensor.Dense{}
	for _, path := range store.Paths() {
		e, _ := store.Entry(path)
		e, err := store.Declare(path, tensor.Float32, nil, e.Shape()...)
		if err != nil {
			return nil, err
		}
		values[path] = e.Value().Clone().(*tensor.Dense)
	}
	return values, nil
}
