package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/train"
)

// bertTuned is what bert finetune --json prints.
type bertTuned struct {
	Steps    int             `json:"steps"`
	Early    bool            `json:"early"`     // patience has ended it
	BestStep int             `json:"best_step"` // 0: nothing was measured
	Loss     float64         `json:"loss"`      // of the last step
	Seconds  float64         `json:"seconds"`   // of training, with what was measured meanwhile
	Measured []*bertMeasured `json:"measured"`
	Files    []string        `json:"files"`
}

// finish measures the best model, and writes all that is kept.
func (s *bertSession) finish(c *cobra.Command, out *folder, summary train.Summary) error {
	m, err := s.best()
	if err != nil {
		return err
	}
	defer m.Close() // it was only read
	r := bertTuned{Steps: summary.Step, Early: summary.Early, BestStep: summary.BestStep, Loss: summary.Loss, Seconds: s.trainingSeconds}
	for _, name := range []string{"dev", "test"} {
		if s.parts[name] == nil {
			continue
		}
		measured, err := s.measure(c.Context(), m, name)
		if err != nil {
			return err
		}
		r.Measured = append(r.Measured, measured)
	}
	if err := s.write(c.Context(), m, out, &r); err != nil {
		return err
	}
	r.Files = out.paths()
	if s.json {
		return printJSON(c.OutOrStdout(), r)
	}
	return s.print(c.OutOrStdout(), out, &r)
}

func (s *bertSession) write(ctx context.Context, m *bertModel, out *folder, r *bertTuned) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := m.Save(out.path); err != nil {
		return err
	}
	if err := bert.CopyTokenizer(s.model.path, out.path); err != nil {
		return err
	}
	out.note("model.safetensors", "the weights")
	out.note(configFile, "sizes and labels")
	if err := s.report(out, r); err != nil {
		return err
	}
	text, err := json.MarshalIndent(s.bertRecipe, "", "  ")
	if err != nil {
		return err
	}
	if err := out.write("recipe.json", "all that decided what this came to", string(text)+"\n"); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(s.runFolder(), "log.jsonl"), out.at("log.jsonl")); err != nil {
		return err
	}
	out.note("log.jsonl", "every step and measurement")
	if err := os.RemoveAll(s.runFolder()); err != nil {
		return fmt.Errorf("the model is saved, but not cleared away is %w", err)
	}
	return out.explain("A model for --task "+s.Task,
		"Written by `demo bert finetune`. Use it: `demo bert predict --model "+s.out+"`. Hugging Face's transformers reads it, too.")
}

func (s *bertSession) print(w io.Writer, out *folder, r *bertTuned) error {
	for _, m := range r.Measured {
		fmt.Fprintf(w, "%-5s %s examples  loss %.4f", m.On, short(m.Count), m.Loss)
		for _, name := range m.order {
			fmt.Fprintf(w, "  %s %.2f", name, 100*m.Scores[name])
		}
		fmt.Fprintln(w)
		if m.table != "" {
			fmt.Fprintln(w, m.table)
		}
	}
	if r.BestStep > 0 {
		fmt.Fprintf(w, "of step %d, the best of %d", r.BestStep, r.Steps)
		if r.Early {
			fmt.Fprintf(w, ", where it was stopped")
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "trained in %.1f s\n\n", r.Seconds)
	out.list(w)
	example := "--file lines.txt"
	if s.Task == "qa" {
		example = `--question "…?" --context "…"`
	}
	_, err := fmt.Fprintf(w, "\nNext: demo bert predict --model %s %s\n", s.out, example)
	return err
}
