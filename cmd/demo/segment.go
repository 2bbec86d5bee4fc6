package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/segment"
)

// usualSegmenter is where segment train writes, and what segment cut reads.
var usualSegmenter = filepath.Join("out", "segment", "ngram.segmenter")

// newSegment groups what is about cutting Chinese into words without a network.
func newSegment() *cobra.Command {
	c := &cobra.Command{
		Use:   "segment",
		Short: "Chinese cut into words by rules or statistics: train, cut",
		Example: `  demo segment train --data dev.words
  demo segment cut 他来到北京大学`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newSegmentTrain(), newSegmentCut())
	return c
}

// segmenters are those that are trained, by name.
var segmenters = map[string]func(gold [][]string) segment.Segmenter{
	"hmm":        func(gold [][]string) segment.Segmenter { return segment.TrainHMM(gold) },
	"ngram":      func(gold [][]string) segment.Segmenter { return segment.TrainNgram(gold, nil) },
	"perceptron": func(gold [][]string) segment.Segmenter { return segment.TrainPerceptron(gold, 10, 1) },
	"forward": func(gold [][]string) segment.Segmenter {
		return segment.Forward{Dictionary: segment.NewDictionaryOf(gold)}
	},
	"backward": func(gold [][]string) segment.Segmenter {
		return segment.Backward{Dictionary: segment.NewDictionaryOf(gold)}
	},
	"two-way": func(gold [][]string) segment.Segmenter {
		return segment.TwoWay{Dictionary: segment.NewDictionaryOf(gold)}
	},
}

var segmenterNames = []string{"hmm", "ngram", "perceptron", "forward", "backward", "two-way"}

const segmentTrainLong = `Learn from gold sentences how to cut Chinese into words. The file has a sentence a
line, words parted by spaces; it may be compressed, as .gz.

  hmm         tags of characters, by Viterbi's algorithm
  ngram       the likeliest path through all words of the sentences, and new ones
  perceptron  tags by weights of what is around a character
  forward     the longest words of the sentences, from the left
  backward    from the right
  two-way     the better of both

demo tagger train has a network do it. demo tagger score compares all of them.`

// segmentTraining is the command segment train.
type segmentTraining struct{ data, model, out string }

func newSegmentTrain() *cobra.Command {
	t := segmentTraining{}
	c := &cobra.Command{
		Use: "train", Short: "Learn from gold sentences", Long: segmentTrainLong,
		Example: `  demo segment train --data dev.words
  demo segment train --data dev.words.gz --model perceptron --out mine.segmenter`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return t.run(c) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&t.data, "data", "", "gold sentences to learn from")
	f.StringVar(&t.model, "model", "ngram", strings.Join(segmenterNames, ", "))
	f.StringVar(&t.out, "out", "", "file to write (out/segment/MODEL.segmenter)")
	choices(c, "model", segmenterNames...)
	must(c.MarkFlagFilename("data"))
	must(c.MarkFlagFilename("out", "segmenter"))
	return c
}

func (t *segmentTraining) run(c *cobra.Command) error {
	if !slices.Contains(segmenterNames, t.model) {
		return fmt.Errorf("--model %s: want one of %s", t.model, strings.Join(segmenterNames, ", "))
	}
	if t.out == "" {
		t.out = filepath.Join(filepath.Dir(usualSegmenter), t.model+".segmenter")
	}
	if exists(t.out) {
		if _, err := segment.Load(t.out); err != nil {
			return fmt.Errorf("--out %s is there, is no segmenter, and would be lost: give another file", t.out)
		}
	}
	gold, err := readGold("--data", t.data)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(t.out), 0o777); err != nil {
		return fmt.Errorf("--out %s: cannot make its folder: %w: give one that can be written to", t.out, reason(err))
	}
	made := segmenters[t.model](gold)
	if c.Context().Err() != nil {
		return asItWas(c.Context().Err(), t.out)
	}
	if err := segment.Save(t.out, made); err != nil {
		return fmt.Errorf("--out %s: %w", t.out, reason(err))
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s, learned from %s\n\n%s\n\nNext: demo segment cut --segmenter %s 他来到北京大学\n",
		t.model, counted(len(gold), "sentence"), t.out, t.out)
	return err
}

// segmentCutting is the command segment cut.
type segmentCutting struct {
	segmenter string
	json      bool
}

func newSegmentCut() *cobra.Command {
	s := segmentCutting{}
	c := &cobra.Command{
		Use: "cut [TEXT...]", Short: "Cut texts into words",
		Long: "Cut texts into words, parted by spaces; without a text, the lines of standard input.",
		Example: `  demo segment cut 他来到北京大学
  demo segment cut --segmenter mine.segmenter < news.txt > news.words`,
		RunE: func(c *cobra.Command, texts []string) error { return s.run(c, texts) },
	}
	c.Flags().StringVar(&s.segmenter, "segmenter", usualSegmenter, "file of a segmenter")
	c.Flags().BoolVar(&s.json, "json", false, "print a list of words a line, as JSON")
	must(c.MarkFlagFilename("segmenter", "segmenter"))
	return c
}

func (s *segmentCutting) run(c *cobra.Command, texts []string) error {
	made, err := segment.Load(s.segmenter)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--segmenter %s: there is no such file: make one with demo segment train", s.segmenter)
	}
	if err != nil {
		return err
	}
	out := bufio.NewWriter(c.OutOrStdout())
	cut := func(text string) error {
		words := made.Segment(text)
		if s.json {
			return printJSON(out, append([]string{}, words...))
		}
		_, err := fmt.Fprintln(out, segment.Join(words))
		return err
	}
	if len(texts) == 0 {
		return eachLine(c.Context(), c.InOrStdin(), out, cut)
	}
	for _, text := range texts {
		if err := cut(text); err != nil {
			return err
		}
	}
	return out.Flush()
}
