package train

import (
	"fmt"

	"github.com/gaze-ml/gaze/graph"
)

// begin makes everything ready for the first step, or finds what would fail
// later.
func (t *Trainer) begin() (*run, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	r := &run{t: t, store: t.Function.Store(), states: graph.NewStates(), saved: -1}
	r.take = r.takeLoss
	r.ask()
	f, err := openFolder(t.Checkpoints.Folder, t.pause)
	if err != nil {
		return nil, err
	}
	r.folder = f
	if err := r.prepare(); err != nil {
		f.close()
		return nil, err
	}
	return r, nil
}

// ask finds out what the optimizer tells; asking at each step would allocate.
func (r *run) ask() {
	r.rate = func() float64 { return 0 }
	r.norm = r.rate
	if o, ok := r.t.Optimizer.(interface{ Rate() float64 }); ok {
		r.rate = o.Rate
	}
	if o, ok := r.t.Optimizer.(interface{ GradientNorm() float64 }); ok {
		r.norm = o.GradientNorm
	}
}

func (r *run) prepare() (err error) {
	c := (*Checkpoint)(nil)
	if r.folder.exists() {
		if c, err = latest(r.folder.path); err == nil && c != nil {
			err = c.verify()
		}
		if err != nil {
			return err
		}
	}
	if err := r.warm(); err != nil {
		return err
	}
	if err := r.fresh(); err != nil {
		return err
	}
	if c != nil {
		if err := r.load(c); err != nil {
			return err
		}
	}
	if r.folder.exists() && !r.done() {
		if err := r.checkSpace(); err != nil {
			return err
		}
	}
	r.log, err = openJournal(r.folder, &r.state, r.t.Checkpoints.Log)
	return err
}

// warm runs everything once and forgets it: what is wrong with the drawings
// shows, and the store knows all parameters.
func (r *run) warm() error {
	if err := r.call(0, 0, true); err != nil {
		return fmt.Errorf("the first batch: %w", err)
	}
	g := r.t.Function.Gradients()
	if g == nil {
		return fmt.Errorf("the function has no gradients: want Options.Training and a drawing that calls Minimize")
	}
	if once := g.Weight(); r.t.micros() > 1 {
		if err := r.call(0, 0, false); err != nil {
			return fmt.Errorf("the first batch: %w", err)
		}
		if g.Weight() == once {
			return fmt.Errorf("%d micro-batches a step: want a function with Options.Accumulate", r.t.micros())
		}
	}
	g.Zero()
	if v := r.t.Validation; v != nil && v.Measure == nil {
		if v.Function.Store() != r.store {
			return fmt.Errorf("validation: its function has another store than the one that is trained")
		}
		if _, _, err := v.batch(0, graph.NewStates()); err != nil {
			return fmt.Errorf("the first batch of validation: %w", err)
		}
	}
	return nil
}

// fresh is the state before the first step.
func (r *run) fresh() error {
	r.states.Zero()
	values, err := r.t.Source(0, 0)
	if err != nil {
		return fmt.Errorf("the first batch: %w", err)
	}
	data, err := dataFingerprint(values)
	if err != nil {
		return fmt.Errorf("the first batch: %w", err)
	}
	r.state = State{
		Format: formatName, Version: formatVersion,
		Accumulate: r.t.micros(), Seed: r.t.Checkpoints.Seed, Updates: r.t.Optimizer.Steps(),
		Model: modelFingerprint(r.store), Data: data, Hyperparameters: r.t.Checkpoints.Hyperparameters,
	}
	return nil
}

// size is about what a checkpoint of the run takes, with two moments for each
// parameter.
func (r *run) size() (bytes uint64) {
	for _, path := range r.store.Paths() {
		e, _ := r.store.Entry(path)
		n := uint64(len(e.Float32s())*4 + len(e.Float64s())*8)
		if !e.Declared() {
			n = uint64(len(e.Bytes()))
		}
		bytes += n
	}
	g, moments := r.t.Function.Gradients(), uint64(0)
	for i := range g.Len() {
		moments += uint64(slotsOf(r.t.Optimizer) * g.At(i).DataSize() * int(g.At(i).Dtype().Size()))
	}
	return bytes + moments + roomForSmallFiles
}
