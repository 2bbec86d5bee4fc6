package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bench/internal/report"
)

const rootLong = `Measures Gaze beside other frameworks, on whole models and on matrix products.

Each contestant runs in a process of its own, all with the same weights and the
same inputs; they take turns, a few seconds each, for several rounds. Told are
the shortest and the median time, tokens/s, the peak of memory, and how far
losses or outputs are from Gaze's in float32. Frameworks that are not installed
are left out, and it is said how to install them.`

const rootExample = `  go -C bench run .                                    everything, in about an hour
  go -C bench run . --cases char_gpt_train --peers gaze,torch --rounds 3
  go -C bench run . --cases product_big --threads 1 --seconds 4
  go -C bench run . --small --peers gaze,torch         are the losses the same?
  go -C bench run . --json > out.json                  then: --from out.json
  go -C bench run . --markdown ../docs/performance.md
  go -C bench run . --cases bert_mini_train --peers gaze --profile ../out/profiles`

// flags are what is asked for.
type flags struct {
	plan     plan
	json     bool
	markdown string
	from     []string
}

// newRoot is the command.
func newRoot() *cobra.Command {
	f := flags{}
	c := &cobra.Command{
		Use:           "bench",
		Short:         "Measure Gaze beside other frameworks",
		Long:          rootLong,
		Example:       rootExample,
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	s := c.Flags()
	s.StringSliceVar(&f.plan.cases, "cases", nil, "only these: "+strings.Join(caseNames(), ", "))
	s.StringSliceVar(&f.plan.peers, "peers", nil, "only these: "+strings.Join(peerNames(), ", "))
	s.StringSliceVar(&f.plan.precisions, "precisions", nil, "only these: float32, bf16, …")
	s.IntSliceVar(&f.plan.threads, "threads", []int{1, 2}, "how many threads, one after another")
	s.IntVar(&f.plan.rounds, "rounds", 5, "how often each contestant has its turn")
	s.Float64Var(&f.plan.seconds, "seconds", 2, "how long a turn is; one run at least")
	s.BoolVar(&f.plan.small, "small", false, "the cases in tiny sizes, to compare losses")
	s.StringVar(&f.plan.folder, "peers-dir", "../out/peers", "where peers/install.sh has installed")
	s.StringVar(&f.plan.profiles, "profile", "", "folder for CPU profiles of Gaze")
	s.BoolVar(&f.json, "json", false, "print every time measured, as a line of JSON for each case and number of threads")
	s.StringVar(&f.markdown, "markdown", "", "write the tables into this document, between its markers")
	s.StringSliceVar(&f.from, "from", nil, "measure nothing: tell what --json has told, of several one after another")
	c.AddCommand(newWorker())
	return c
}

func (f *flags) run(c *cobra.Command) error {
	var all report.Sitting
	tell := func(part report.Sitting) error {
		all.Join(part)
		if f.json {
			return json.NewEncoder(c.OutOrStdout()).Encode(part)
		}
		return nil
	}
	measure := func() error { return f.plan.measure(c.Context(), c.ErrOrStderr(), tell) }
	if len(f.from) > 0 {
		measure = func() error { return read(f.from, tell) }
	}
	if err := measure(); err != nil {
		return err
	}
	var text strings.Builder
	if err := all.Write(&text); err != nil {
		return err
	}
	if f.markdown != "" {
		return report.InsertFile(f.markdown, text.String())
	}
	if f.json {
		return nil
	}
	_, err := io.WriteString(c.OutOrStdout(), text.String())
	return err
}

// read tells what --json has told into files.
func read(names []string, tell func(report.Sitting) error) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		for parts := json.NewDecoder(file); ; {
			var part report.Sitting
			if err := parts.Decode(&part); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := tell(part); err != nil {
				return err
			}
		}
	}
	return nil
}
