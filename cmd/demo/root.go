package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

const rootLong = `Gaze at work: train language models, let them write, see what they look at.

Without a subcommand a small Transformer is trained on the embedded Tiny
Shakespeare, in about a minute on two cores (some minutes where there is no
AVX2, see demo version). Then it is measured beside n-gram models, writes a
sample, and draws its loss and its attention. All files land in one folder,
whose README.md says what is what.

Here and in messages demo stands for what you run: go run ./cmd/demo, or the
command that go install ./cmd/demo makes.`

const rootExample = `  demo                              the show, into ./out
  demo --quick --out out/quick      the same in seconds, with a tiny model
  demo lm train --preset nanogpt-cpu
  demo lm sample --prompt "ROMEO:"
  demo attention "To be, or not to be"`

// newRoot is the command with all its subcommands.
func newRoot() *cobra.Command {
	s := show{}
	c := &cobra.Command{
		Use:           "demo",
		Short:         "Gaze at work: train, sample and look into language models",
		Long:          rootLong,
		Example:       rootExample,
		Args:          noArguments,
		Version:       facts().Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(c *cobra.Command, _ []string) error { return s.run(c) },
	}
	c.SetVersionTemplate("{{.Version}}\n")
	c.SetUsageTemplate(strings.ReplaceAll(c.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w: see %s --help", err, c.CommandPath())
	})
	c.Flags().BoolVar(&s.quick, "quick", false, "a tiny model, done in seconds")
	c.Flags().StringVar(&s.out, "out", "out", "folder for all that is written")
	c.Flags().Uint64Var(&s.seed, "seed", 1, "of everything random: the same seed gives the same bits")
	c.Flags().BoolVar(&s.json, "json", false, "print the results as JSON")
	folders(c, "out")
	c.AddCommand(newLM(), newAttention(), newBert(), newClean(), newSegment(), newTagger(), newTokenizer(), newVersion(), newLicences())
	return c
}

// newLM groups what is about language models.
func newLM() *cobra.Command {
	c := &cobra.Command{
		Use:   "lm",
		Short: "Language models: train, sample, eval",
		Example: `  demo lm train --data mytexts --out out/mine
  demo lm sample --checkpoint out/mine
  demo lm eval --checkpoint out/mine`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newTrain(), newSample(), newEval())
	return c
}

// noArguments also catches subcommands that do not exist.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !c.HasAvailableSubCommands() {
		return fmt.Errorf("%s takes no argument, and was given %q: see %s --help", c.CommandPath(), args[0], c.CommandPath())
	}
	hint := ""
	if c.SuggestionsMinimumDistance <= 0 {
		c.SuggestionsMinimumDistance = 2
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %q? ", near[0])
	}
	return fmt.Errorf("%s has no subcommand %q: %ssee %s --help", c.CommandPath(), args[0], hint, c.CommandPath())
}

// folders lets shells complete flags with folders.
func folders(c *cobra.Command, flags ...string) {
	for _, f := range flags {
		must(c.MarkFlagDirname(f))
	}
}

// choices lets shells complete a flag with words.
func choices(c *cobra.Command, flag string, words ...string) {
	must(c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)))
}

// must is for what only a mistake in this program can make fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
