package train_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// What is wrong is said before the first step.
func TestRefused(t *testing.T) {
	for want, change := range map[string]func(*train.Trainer){
		"want a Function, an Optimizer and a Source":                                  func(tr *train.Trainer) { tr.Source = nil },
		"0 steps: want at least 1":                                                    func(tr *train.Trainer) { tr.Steps = 0 },
		"accumulate is -1: want 1 or more micro-batches a step, or 0 for 1":           func(tr *train.Trainer) { tr.Accumulate = -1 },
		"patience is -1: want 0, for never, or more":                                  func(tr *train.Trainer) { tr.Patience = -1 },
		"patience is 1 but there is no Validation whose loss could tell":              func(tr *train.Trainer) { tr.Patience, tr.Validation = 1, nil },
		"validation: want a Function and a Batch":                                     func(tr *train.Trainer) { tr.Validation.Batch = nil },
		"validation: 0 batches: want at least 1":                                      func(tr *train.Trainer) { tr.Validation.Batches = 0 },
		"validation: every -1 steps: want 1 or more, or 0 for the last step only":     func(tr *train.Trainer) { tr.Validation.Every = -1 },
		"checkpoints: every -1 steps: want 1 or more, or 0 for none in between":       func(tr *train.Trainer) { tr.Checkpoints.Every = -1 },
		"checkpoints: keep is -1: want 1 or more, or 0 for 2":                         func(tr *train.Trainer) { tr.Checkpoints.Keep = -1 },
		"checkpoints: a log of every -1 steps: want 1 or more, or 0 for each":         func(tr *train.Trainer) { tr.Checkpoints.Log = -1 },
		`checkpoints: the hyperparameters are not JSON: "{"`:                          func(tr *train.Trainer) { tr.Checkpoints.Hyperparameters = []byte("{") },
		`checkpoints: a file "../x": want a name without folders`:                     func(tr *train.Trainer) { tr.Checkpoints.Files = map[string][]byte{"../x": nil} },
		`checkpoints: a file "state.json": want a name without folders other than ["`: func(tr *train.Trainer) { tr.Checkpoints.Files = map[string][]byte{"state.json": nil} },
		"2 micro-batches a step: want a function with Options.Accumulate":             func(tr *train.Trainer) { tr.Function = function(t, tr, graph.Options{Training: true}) },
		"the function has no gradients: want Options.Training and a drawing":          func(tr *train.Trainer) { tr.Function = function(t, tr, graph.Options{}) },
		"validation: its function has another store":                                  func(tr *train.Trainer) { tr.Validation.Function = newTrainer(t, "").Validation.Function },
		"the first batch: batch: no text": func(tr *train.Trainer) {
			tr.Source = func(int, int) (graph.Values, error) { return nil, errors.New("no text") }
		},
		`the first batch: model_test.go:26: input "labels" was not given; there are ["ids"]`: func(tr *train.Trainer) {
			source := tr.Source
			tr.Source = func(step, micro int) (graph.Values, error) {
				v, err := source(step, micro)
				delete(v, "labels")
				return v, err
			}
		},
		"the first batch of validation: no text": func(tr *train.Trainer) {
			tr.Validation.Batch = func(int) (graph.Values, error) { return nil, errors.New("no text") }
		},
	} {
		tr := newTrainer(t, "")
		tr.Observers = []train.Observer{func(train.Event) { t.Fatal("training has begun") }}
		change(tr)
		_, err := tr.Run(t.Context())
		require.ErrorContains(t, err, "train: "+want)
	}
}

func function(t *testing.T, tr *train.Trainer, o graph.Options) *graph.Function {
	t.Helper()
	f, err := graph.NewFunction(tr.Function.Store(), o, draw)
	require.NoError(t, err)
	return f
}

// An error of the source, or of the validation, ends the run with its step; what
// was saved stays.
func TestBatchFailsLater(t *testing.T) {
	folder := t.TempDir()
	tr := newTrainer(t, folder)
	source, lost := tr.Source, errors.New("the text is gone")
	tr.Source = func(step, micro int) (graph.Values, error) {
		if step == 4 && micro == 1 {
			return nil, lost
		}
		return source(step, micro)
	}
	s, err := tr.Run(t.Context())
	require.ErrorIs(t, err, lost)
	require.EqualError(t, err, "train: step 5 of 12: batch: the text is gone; the newest checkpoint is "+s.Saved)
	require.Equal(t, 4, s.Step)

	tr = newTrainer(t, folder)
	batch := tr.Validation.Batch
	step := 0
	tr.Observers = []train.Observer{func(e train.Event) { step = e.Step }}
	tr.Validation.Batch = func(i int) (graph.Values, error) {
		if step == 6 && i == 1 {
			return nil, lost
		}
		return batch(i)
	}
	s, err = tr.Run(t.Context())
	require.EqualError(t, err, "train: after step 6 of 12: validation batch 1: the text is gone; the newest checkpoint is "+s.Saved)
	require.Equal(t, 6, s.Step)
	require.Equal(t, filepath.Join(folder, "step-00000006"), s.Saved, "saved all the same")
	_, err = newTrainer(t, folder).Run(t.Context())
	require.NoError(t, err)
	same(t, alone(t, nil), result(t, folder), "after two errors")
}

// A loss, or a gradient, that is not finite ends the run with the place.
func TestNotFinite(t *testing.T) {
	for name, c := range map[string]struct {
		draw func(x *graph.Node) *graph.Node
		bad  float32
		want string
	}{
		"NaN loss":      {(*graph.Node).Log, -1, "the loss is NaN: want finite numbers (micro-batch 0: the first NaN is at inner: log [2]: element 1 is NaN)"},
		"infinite loss": {(*graph.Node).Log, 0, "the loss is -Inf: want finite numbers (micro-batch 0: the first NaN is at mul [2]"},
		"NaN gradient":  {func(x *graph.Node) *graph.Node { return x.Square().Sqrt() }, 0, `update: gradient "inner.w"[1] is NaN: want finite numbers; nothing was changed (micro-batch 0: the first NaN is at `},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			store := weights.New(1)
			f, err := graph.NewFunction(store, graph.Options{Training: true}, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
				inner := s.In("inner")
				loss := c.draw(in.Get("x").Mul(inner.Param("w", weights.Ones, 2))).Sum()
				s.Graph().Minimize(loss, nil)
				return graph.Outputs{"loss": loss}
			})
			require.NoError(t, err)
			tr := newTrainer(t, folder)
			tr.Function, tr.Validation, tr.Accumulate = f, nil, 0
			tr.Source = func(step, _ int) (graph.Values, error) {
				x := []float32{1, 1}
				if step == 4 {
					x[1] = c.bad
				}
				return graph.Values{"x": vector(x)}, nil
			}
			s, err := tr.Run(t.Context())
			require.ErrorContains(t, err, "train: step 5 of 12: "+c.want)
			require.ErrorContains(t, err, "look at the data there, lower the learning rate, or clip the gradients; the newest checkpoint is "+s.Saved)
			require.ErrorIs(t, err, optimizers.ErrNotFinite)
			require.NoError(t, store.CheckFinite(), "the parameters are those after step 4")
			latest, err := train.Latest(folder)
			require.NoError(t, err)
			require.Equal(t, 4, latest.State.Step)
		})
	}
}
