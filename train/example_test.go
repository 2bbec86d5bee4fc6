package train_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/weights"
)

// line draws the squared distance of y from w·x.
func line(s *graph.Scope, in graph.Inputs) graph.Outputs {
	w := s.Param("w", weights.Zeros, 1)
	loss := in.Get("y").Sub(in.Get("x").Mul(w)).Square().Mean()
	s.Graph().Minimize(loss, nil)
	return graph.Outputs{"loss": loss}
}

// points lie on y = 3x.
func points(step, _ int) (graph.Values, error) {
	x := float32(step%4) - 1.5
	return graph.Values{
		"x": tensor.New(tensor.WithBacking([]float32{x})),
		"y": tensor.New(tensor.WithBacking([]float32{3 * x})),
	}, nil
}

// fit is a trainer of w in a folder.
func fit(folder string) *train.Trainer {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true}, line)
	if err != nil {
		panic(err)
	}
	return &train.Trainer{
		Function: f, Optimizer: optimizers.NewSGD(0.1), Source: points, Steps: 40,
		Checkpoints: train.Checkpoints{Folder: folder, Every: 10},
	}
}

func scratch() string {
	folder, err := os.MkdirTemp("", "train")
	if err != nil {
		panic(err)
	}
	return folder
}

func ExampleTrainer() {
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true}, line)
	if err != nil {
		fmt.Println(err)
		return
	}
	t := train.Trainer{Function: f, Optimizer: optimizers.NewSGD(0.1), Source: points, Steps: 40}
	_, err = t.Run(context.Background())
	w, _ := f.Store().Entry("w")
	fmt.Printf("w = %.2f %v\n", w.Float32s(), err)
	// Output: w = [3.00] <nil>
}

// A run that was interrupted is resumed by running the same once more.
func ExampleTrainer_Run() {
	folder := scratch()
	defer os.RemoveAll(folder)
	ctx, interrupt := context.WithCancel(context.Background()) // signal.NotifyContext in a program
	t := fit(folder)
	t.Observers = []train.Observer{func(e train.Event) {
		if e.Step == 25 {
			interrupt()
		}
	}}
	_, err := t.Run(ctx)
	fmt.Println(errors.Is(err, train.ErrInterrupted))

	s, err := fit(folder).Run(context.Background())
	fmt.Println("resumed after step", s.Resumed, "and trained to", s.Step, err)
	// Output:
	// true
	// resumed after step 25 and trained to 40 <nil>
}

func ExampleSource() {
	t := fit("")
	t.Source = func(step, micro int) (graph.Values, error) { return nil, errors.New("no batch left") }
	_, err := t.Run(context.Background())
	fmt.Println(err)
	// Output: train: the first batch: batch: no batch left
}

func ExampleValidation() {
	t := fit("")
	f, err := graph.NewFunction(t.Function.Store(), graph.Options{}, line)
	if err != nil {
		fmt.Println(err)
		return
	}
	t.Validation = &train.Validation{
		Function: f, Batches: 4, Every: 5,
		Batch: func(i int) (graph.Values, error) { return points(i, 0) },
	}
	s, err := t.Run(context.Background())
	fmt.Printf("%.3f at the end %v\n", s.Validation, err)
	// Output: 0.000 at the end <nil>
}

func ExampleCheckpoints() {
	folder := scratch()
	defer os.RemoveAll(folder)
	t := fit(folder)
	t.Checkpoints = train.Checkpoints{Folder: folder, Every: 10, Keep: 3, Files: map[string][]byte{"config.json": []byte("{}")}}
	if _, err := t.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	names, _ := filepath.Glob(filepath.Join(folder, "[^.]*"))
	newest, _ := filepath.Glob(filepath.Join(folder, "step-00000040", "*"))
	for _, n := range append(names, newest...) {
		fmt.Println(filepath.Base(n))
	}
	// Output:
	// log.jsonl
	// step-00000020
	// step-00000030
	// step-00000040
	// config.json
	// model.safetensors
	// optimizer.safetensors
	// state.json
}

func ExampleCheckpoint() {
	folder := scratch()
	defer os.RemoveAll(folder)
	if _, err := fit(folder).Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	c, err := train.Latest(folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	store, err := weights.Open(c.Path)
	fmt.Println(filepath.Base(c.Path), store.Paths(), err)
	// Output: step-00000040 [w] <nil>
}

func ExampleState() {
	folder := scratch()
	defer os.RemoveAll(folder)
	t := fit(folder)
	t.Checkpoints.Hyperparameters = []byte(`{"width":1}`)
	if _, err := t.Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	c, err := train.Latest(folder)
	fmt.Println(c.State.Step, c.State.Updates, string(c.State.Hyperparameters[:1]), err)
	// Output: 40 40 { <nil>
}

func ExampleHistory() {
	folder := scratch()
	defer os.RemoveAll(folder)
	if _, err := fit(folder).Run(context.Background()); err != nil {
		fmt.Println(err)
	}
	h, err := train.ReadLog(folder)
	fmt.Println(len(h.Steps), "losses, the first", h.Losses[0], err)
	// Output: 40 losses, the first 20.25 <nil>
}

func ExampleObserver() {
	t := fit("")
	var sometimes train.Observer = func(e train.Event) {
		if e.Kind == train.Stepped && e.Step%20 == 0 {
			fmt.Println("seen step", e.Step)
		}
	}
	t.Observers = []train.Observer{sometimes, train.Lines(io.Discard, 0)}
	_, err := t.Run(context.Background())
	fmt.Println(err)
	// Output:
	// seen step 20
	// seen step 40
	// <nil>
}

func ExampleEvent() {
	train.Lines(os.Stdout, 1)(train.Event{Kind: train.Stepped, Step: 7, Steps: 40, Loss: 1.25, Rate: 0.001})
	// Output: step  7/40  loss 1.2500  rate 1.00e-03
}

func ExampleKind() {
	fmt.Println(train.Started, train.Stepped, train.Validated, train.Saved, train.Failed, train.Ended)
	// Output: started stepped validated saved failed ended
}

func ExampleSummary() {
	s, err := fit("").Run(context.Background())
	fmt.Printf("step %d of %d, early: %v, loss %.3f %v\n", s.Step, s.Steps, s.Early, s.Loss, err)
	// Output: step 40 of 40, early: false, loss 0.000 <nil>
}
