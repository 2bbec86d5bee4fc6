package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/train"
)

// show is the bare command: from a text to pictures.
type show struct {
	quick bool
	out   string
	seed  uint64
	json  bool
}

// shownResult is what the bare command prints with --json.
type shownResult struct {
	Scores []score  `json:"scores"`
	Sample string   `json:"sample"`
	Files  []string `json:"files"`
}

func (s *show) run(c *cobra.Command) error {
	r := s.recipe()
	out, err := openFolder(s.out)
	if err != nil {
		return err
	}
	if err := clear(out, r); err != nil {
		return err
	}
	t, err := newSession(r, out.at(runFolder))
	if err != nil {
		return err
	}
	defer t.model.Close()
	summary, err := t.run(c.Context(), c.ErrOrStderr())
	if err != nil {
		return stopped(err, summary, "the same command once more")
	}
	out.note(runFolder, "the run: the model, and a log of every step")
	result, err := s.tell(c.Context(), t, out, summary.Validation)
	if err != nil {
		return err
	}
	return s.print(c, out, result)
}

func (s *show) recipe() recipe {
	r := shown()
	if s.quick {
		r = quick()
	}
	r.Seed = s.seed
	return r.settled()
}

// clear removes an older run of the bare command, unless it was interrupted and
// r goes on with it.
func clear(out *folder, r recipe) error {
	before, err := train.Latest(out.at(runFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	old, err := readRecipe(before.State.Hyperparameters)
	if err != nil {
		return fmt.Errorf("--out %s has the run of another program: give another folder", out.path)
	}
	if reflect.DeepEqual(old, r) && before.State.Step < r.Steps {
		return nil
	}
	if !slices.ContainsFunc([]recipe{shown(), quick()}, func(own recipe) bool {
		own.Seed = old.Seed
		return reflect.DeepEqual(own.settled(), old)
	}) {
		return fmt.Errorf("--out %s has a run of demo lm train, which would be lost: give another folder", out.path)
	}
	return os.RemoveAll(out.at(runFolder))
}

// tell measures, samples and draws.
func (s *show) tell(ctx context.Context, t *session, out *folder, nats float64) (*shownResult, error) {
	c := t.corpus
	others, err := ngrams(ctx, c.training, c.validation, c.vocabulary, 2, 3, 4, 5)
	if err != nil {
		return nil, err
	}
	result := &shownResult{Scores: append([]score{newScore("this Transformer", parameters(t.model), nats, c.validation, c.vocabulary)}, others...)}
	if err := drawLoss(out, "Loss on "+c.name); err != nil {
		return nil, err
	}
	m := &checkpoint{path: out.at(runFolder), model: t.model, longest: t.recipe.Block, vocabulary: c.vocabulary, decoder: c.vocabulary}
	if result.Sample, err = s.sample(ctx, m); err != nil {
		return nil, err
	}
	if err := out.write("sample.txt", "what the model writes", result.Sample+"\n"); err != nil {
		return nil, err
	}
	text := "To be, or not to be"
	ids, err := c.vocabulary.Encode(text)
	if err != nil {
		return nil, err
	}
	maps, err := look(m, ids, -1, -1)
	if err != nil {
		return nil, err
	}
	if err := maps.draw(out); err != nil {
		return nil, err
	}
	return result, out.explain("A small Transformer of "+c.name,
		"Written by `demo`. Let the model write more: `demo lm sample --checkpoint "+out.path+"`")
}

// sample is some text of the model's.
func (s *show) sample(ctx context.Context, m *checkpoint) (string, error) {
	d, err := m.model.Decoding(0)
	if err != nil {
		return "", err
	}
	g := generate.Generator{
		Model: &generate.Window{Model: d}, Decoder: m.decoder,
		Config: generate.Config{MaxNew: 400, Temperature: 0.8, Seed: s.seed},
	}
	ids, err := m.vocabulary.Encode("\n")
	if err != nil {
		return "", err
	}
	out, err := g.Generate(ctx, [][]int{ids})
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(out[0].Text), nil
}

func (s *show) print(c *cobra.Command, out *folder, r *shownResult) error {
	w := c.OutOrStdout()
	if s.json {
		r.Files = out.paths()
		return printJSON(w, r)
	}
	fmt.Fprintf(w, "\nHow well each predicts the last tenth of the text, which none has seen:\n")
	printScores(w, r.Scores)
	fmt.Fprintf(w, "\nThe Transformer writes:\n\n%s\n\n", r.Sample)
	out.list(w)
	_, err := fmt.Fprintf(w, "\nNext, where demo is what you ran, such as go run ./cmd/demo:\n  demo lm sample --checkpoint %s --prompt \"ROMEO:\"\n", out.path)
	return err
}
