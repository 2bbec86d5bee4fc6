// Package worker runs the cases in Gaze.
package worker

import (
	"fmt"
	"runtime/debug"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// Build sets a case up.
func Build(s protocol.Setup) (*protocol.Work, error) {
	precision, ok := cases.Precision(s.Precision)
	if !ok {
		return nil, fmt.Errorf("precision %q: want one of %q", s.Precision, cases.Precisions())
	}
	if s.Case.Kind == cases.ProductKind {
		return products(s.Case.Products, precision)
	}
	m, err := open(s, precision)
	if err != nil {
		return nil, err
	}
	check, err := m.check()
	if err != nil {
		return nil, err
	}
	parameters, err := s.Case.Parameters()
	return &protocol.Work{
		Ready: protocol.Reply{Version: version(), Check: check, Parameters: parameters},
		Items: []func() error{m.step},
	}, err
}

// version is that of the module, if it is known.
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok {
		for _, d := range b.Deps {
			if d.Path == "github.com/gaze-ml/gaze" && d.Replace == nil {
				return d.Version
			}
		}
	}
	return "(devel)"
}

// model is a case at work.
type model struct {
	function  *graph.Function
	inputs    graph.Values
	optimizer optimizers.Optimizer // nil unless it trains
	loss      float64
}

func open(s protocol.Setup, precision graph.Precision) (*model, error) {
	store, err := weights.Open(s.Files.Weights)
	if err != nil {
		return nil, err
	}
	m := &model{inputs: graph.Values{}}
	for _, n := range s.Case.Inputs() {
		m.inputs[n.Name] = n.Value()
	}
	o := graph.Options{Training: s.Case.Training(), Precision: precision}
	m.function, err = graph.NewFunction(store, o, func(scope *graph.Scope, in graph.Inputs) graph.Outputs {
		nodes := cases.Nodes{}
		for _, n := range s.Case.Inputs() {
			nodes[n.Name] = in.Get(n.Name)
		}
		return s.Case.Draw(scope, nodes)
	})
	if s.Case.Training() {
		adam := optimizers.NewAdamW(cases.LearningRate)
		adam.WeightDecay = cases.WeightDecay
		m.optimizer = adam
	}
	return m, err
}

// step is what is timed: a forward pass, or a training step.
func (m *model) step() error {
	if m.optimizer == nil {
		return m.function.Call(m.inputs, nil, func(*graph.Results) error { return nil })
	}
	if err := m.function.Call(m.inputs, nil, m.readLoss); err != nil {
		return err
	}
	return m.optimizer.Update(m.function.Store(), m.function.Gradients())
}

func (m *model) readLoss(r *graph.Results) (err error) {
	m.loss, err = r.Float("loss")
	return err
}

// check is what is compared with other frameworks: the losses of the first
// steps, or the beginnings of the outputs.
func (m *model) check() ([]float64, error) {
	var check []float64
	if m.optimizer == nil {
		err := m.function.Call(m.inputs, nil, func(r *graph.Results) (err error) {
			for _, name := range []string{"hidden", "pooled"} {
				d, err := r.Value(name)
				if err != nil {
					return err
				}
				check = append(check, beginning(d)...)
			}
			return nil
		})
		return check, err
	}
	for range cases.CheckedSteps {
		if err := m.step(); err != nil {
			return nil, err
		}
		check = append(check, m.loss)
	}
	return check, nil
}

// beginning are the first numbers of a tensor.
func beginning(d *tensor.Dense) []float64 {
	var first []float64
	for _, x := range d.Data().([]float32) {
		if len(first) == cases.CheckedValues {
			break
		}
		first = append(first, float64(x))
	}
	return first
}
