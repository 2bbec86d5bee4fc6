package graph

import (
	"fmt"
	"sync"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Draw draws a model on inputs of given shapes. It is called once for each set
// of shapes, with a fresh drawing, and must declare the same parameters.
type Draw func(s *Scope, in Inputs) Outputs

// Outputs are what a Draw computes, by name.
type Outputs map[string]*Node

// Values are concrete tensors by name.
type Values map[string]*tensor.Dense

// Function runs a model on inputs of any shapes. It draws and compiles the
// model anew for each set of shapes it meets and remembers the last few; all of
// them share one store, one team of workers and one arena. It is safe for many
// goroutines.
type Function struct {
	store   *weights.Store
	options Options
	draw    Draw

	drawing sync.Mutex // held by who draws a program; before mu
	mu      sync.Mutex // of what follows

	programs  []*compiled // the most recently used last
	stats     Stats
	gradients *Gradients
	lanes     chan *lane
}

// Stats tells what a Function has done so far.
type Stats struct {
	Runs     int
	Compiled int // programs, each for one set of shapes
	Evicted  int // programs forgotten since others came
	Programs int // remembered now
	Arena    int // bytes, of the largest machine's arena
}

// compiled is a program for one set of input shapes.
type compiled struct {
	key     uint64
	types   map[string]ops.Type
	inputs  map[string]*Node
	outputs Outputs
	program *program
}

// NewFunction makes a function of a drawing. Nothing is drawn before the first
// run.
func NewFunction(store *weights.Store, o Options, draw Draw) (*Function, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if store == nil || draw == nil {
		return nil, fmt.Errorf("function: want a store and a drawing")
	}
	if o.Programs == 0 {
		o.Programs = 16
	}
	machines := max(o.Machines, 1)
	if o.Training && machines > 1 {
		return nil, fmt.Errorf("function: %d machines train at once: want 1, as they share the gradients", machines)
	}
	f := &Function{store: store, options: o, draw: draw, lanes: make(chan *lane, machines)}
	for range machines {
		f.lanes <- &lane{memory: new(memory), machines: map[*compiled]*Machine{}, states: NewStates()}
	}
	return f, nil
}

// Store is where the parameters live.
func (f *Function) Store() *weights.Store { return f.store }

// Gradients are those of a training function, nil before its first run.
func (f *Function) Gradients() *Gradients {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gradients
}

// Stats tells what the function has done so far.
func (f *Function) Stats() Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.stats
	s.Programs = len(f.programs)
	return s
}

// Run computes the outputs for the given inputs. The results are copies.
func (f *Function) Run(in Values) (Values, error) {
	out := Values{}
	err := f.Call(in, nil, func(r *Results) error {
		for name := range r.c.outputs {
			d, err := r.Value(name)
			if err != nil {
				return err
			}
			out[name] = d.Clone().(*tensor.Dense)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Call runs the function and hands the results to use, in the machine's own
// memory: they are valid until use returns, and use must not call the function
// again. States are the values of states to run on; nil means the function's
// own, of which there is one set: with several machines, give each conversation
// its own. Nothing is allocated once a shape is known and warm, unless the run
// is on other states than the machine's last.
func (f *Function) Call(in Values, states *States, use func(r *Results) error) error {
	l := <-f.lanes
	defer func() { f.lanes <- l }()
	c, err := f.find(in)
	if err != nil {
		return err
	}
	if states == nil {
		if len(c.program.g.states) > 0 && cap(f.lanes) > 1 {
			return fmt.Errorf("function: it keeps states and has %d machines: give each call the States it goes on from", cap(f.lanes))
		}
		states = l.states
	}
	m, err := l.machine(f, c, states)
	if err != nil {
		return err
	}
	defer m.release()
	for name, x := range c.inputs {
		if err := m.Let(x, in[name]); err != nil {
			return err
		}
	}
	if err := m.SetStates(states); err != nil {
		return err
	}
	if f.options.Training {
		m.SetStep(l.step)
	}
	if err := m.RunAll(); err != nil {
		return err
	}
	l.step++
	f.count(l)
	l.results = Results{c: c, m: m}
	if use == nil {
		return nil
	}
	return use(&l.results)
}

// SetStep sets the global step, which random numbers depend on: where a run is
// resumed. Every training run takes the next.
func (f *Function) SetStep(step uint64) {
	l := <-f.lanes
	l.step = step
	f.lanes <- l
}

func (f *Function) count(l *lane) {
	f.mu.Lock()
	f.stats.Runs++
	f.stats.Arena = max(f.stats.Arena, 8*len(l.memory.words))
	f.mu.Unlock()
}
