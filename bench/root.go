package main

import (
	"encoding/json"
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
	s.BoolVar(&f.json, "json", false, "print every time measured, as JSON")
	s.StringVar(&f.markdown, "markdown", "", "write the tables into this document, between its markers")
	s.StringSliceVar(&f.from, "from", nil, "measure nothing: tell what --json has told, of several one after another")
	c.AddCommand(newWorker())
	return c
}

func (f *flags) run(c *cobra.Command) error {
	sitting, err := f.sitting(c.ErrOrStderr())
	if err != nil {
		return err
	}
	if f.markdown != "" {
		var text strings.Builder
		if err := sitting.Write(&text); err != nil {
			return err
		}
		return report.InsertFile(f.markdown, text.String())
	}
	if f.json {
		return json.NewEncoder(c.OutOrStdout()).Encode(sitting)
	}
	return sitting.Write(c.OutOrStdout())
}

// sitting measures, or reads what was measured.
func (f *flags) sitting(progress io.Writer) (*report.Sitting, error) {
	if len(f.from) == 0 {
		return f.plan.measure(progress)
	}
	all := new(report.Sitting)
	for _, name := range f.from {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var one report.Sitting
		if err := json.Unmarshal(raw, &one); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all.Machine, all.Results = one.Machine, append(all.Results, one.Results...)
	}
	return all, nil
}
