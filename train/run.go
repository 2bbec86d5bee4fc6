package train

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// run is a Trainer at work.
type run struct {
	t      *Trainer
	store  *weights.Store
	states *graph.States
	folder *folder
	log    *journal
	state  State

	resumed  int
	saved    int // the step of the newest checkpoint; -1: none, or it is out of date
	path     string
	improved bool  // by the last validation, and not saved yet
	failure  error // of the last save, nil if it went well

	take func(*graph.Results) error // made once, so that a step makes nothing
	loss float64                    // what take found
	rate func() float64             // the optimizer's, 0 if it does not tell
	norm func() float64             // likewise
}

// loop alternates validations, saves and steps. What is due depends on the state
// alone, so a resumed run finds it due likewise.
func (r *run) loop(ctx context.Context) error {
	r.emit(Event{Kind: Started})
	for {
		if r.mustValidate() {
			if err := r.validate(ctx); errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
				return r.interrupted(ctx)
			} else if err != nil {
				return r.stopped(fmt.Errorf("after step %d of %d: %w", r.state.Step, r.t.Steps, err))
			}
		}
		if r.done() {
			return r.finish()
		}
		if r.mustSave() {
			r.trySave()
		}
		if ctx.Err() != nil {
			return r.interrupted(ctx)
		}
		if err := r.step(); err != nil {
			return r.stopped(fmt.Errorf("step %d of %d: %w", r.state.Step+1, r.t.Steps, err))
		}
	}
}

func (r *run) last() bool { return r.state.Step >= r.t.Steps }

func (r *run) early() bool {
	return r.t.Patience > 0 && r.state.Stale >= r.t.Patience
}

func (r *run) done() bool { return r.last() || r.early() }

func (r *run) mustValidate() bool {
	v := r.t.Validation
	return v != nil && r.state.Step > 0 && r.state.Validated != r.state.Step && !r.early() &&
		(r.last() || v.Every > 0 && r.state.Step%v.Every == 0)
}

func (r *run) mustSave() bool {
	every := r.t.Checkpoints.Every
	return r.saved != r.state.Step && r.state.Step > 0 && (r.improved || every > 0 && r.state.Step%every == 0)
}

func (r *run) validate(ctx context.Context) error {
	began := time.Now()
	loss, score, err := r.t.Validation.run(ctx)
	if err != nil {
		return err
	}
	s := &r.state
	s.Validated, s.Validation, s.Score = s.Step, loss, score
	best := s.BestStep == 0 || score > s.BestScore || score == s.BestScore && loss < s.Best
	if best {
		s.Best, s.BestScore, s.BestStep, s.Stale = loss, score, s.Step, 0
		r.improved = true
	} else {
		s.Stale++
	}
	if r.saved == s.Step {
		r.saved = -1
	}
	r.emit(Event{Kind: Validated, Loss: loss, Score: score, Metric: r.t.Validation.Metric, Best: best, Seconds: time.Since(began).Seconds()})
	return nil
}

// trySave saves and tells; an error is kept until a save goes well.
func (r *run) trySave() {
	r.improved = false // the next save would be of other parameters
	if !r.folder.exists() {
		r.saved = r.state.Step
		return
	}
	began := time.Now()
	e := Event{Kind: Saved, Path: r.folder.at(r.state.Step)}
	r.failure = r.save()
	if e.Err = r.failure; e.Err != nil {
		e.Kind = Failed
	} else if err := r.folder.prune(&r.state, r.t.Checkpoints.Keep); err != nil {
		e.Err = fmt.Errorf("older checkpoints: %w", err)
	}
	e.Seconds = time.Since(began).Seconds()
	r.emit(e)
}

// finish saves what a run that is done has come to.
func (r *run) finish() error {
	if r.saved != r.state.Step {
		r.trySave()
	}
	if r.failure != nil {
		return fmt.Errorf("step %d of %d was the last, but it %w", r.state.Step, r.t.Steps, r.unsaved())
	}
	return r.log.close()
}

// stopped is the error of a run that cannot go on. It saves, but not if numbers
// are no longer finite: that would come again right after the newest checkpoint.
func (r *run) stopped(err error) error {
	if !errors.Is(err, optimizers.ErrNotFinite) && r.saved != r.state.Step && r.state.Step > 0 {
		r.trySave()
	}
	if r.path != "" {
		err = fmt.Errorf("%w; the newest checkpoint is %s", err, r.path)
	}
	return errors.Join(err, r.log.close())
}

func (r *run) emit(e Event) {
	e.Step, e.Steps = r.state.Step, r.t.Steps
	r.log.observe(&e)
	for _, o := range r.t.Observers {
		o(e)
	}
}

func (r *run) summary() Summary {
	s := &r.state
	return Summary{
		Step: s.Step, Steps: r.t.Steps, Resumed: r.resumed, Early: r.early() && !r.last(),
		Loss: s.Loss, Validation: s.Validation, Best: s.Best, BestScore: s.BestScore, BestStep: s.BestStep, Saved: r.path,
	}
}

func (r *run) close() {
	_ = r.log.close() // what it has to say was said by flush, or is said already
	r.folder.close()
}
