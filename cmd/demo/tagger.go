package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/text/segment"
)

// newTagger groups what is about cutting Chinese into words by a network.
func newTagger() *cobra.Command {
	c := &cobra.Command{
		Use:   "tagger",
		Short: "Chinese cut into words by a network: train, segment, score",
		Example: `  demo tagger train --data dev.words
  demo tagger segment 他来到北京大学
  demo tagger score --data test.words --train dev.words`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newTaggerTrain(), newTaggerSegment(), newTaggerScore())
	return c
}

// readGold reads gold sentences, of a file that may be compressed.
func readGold(flag, path string) ([][]string, error) {
	if path == "" {
		return nil, fmt.Errorf("want %s, a file of sentences, one a line, words parted by spaces", flag)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s %s: there is no such file", flag, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, path, reason(err))
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s %s: %w", flag, path, err)
		}
	}
	gold, err := segment.ReadGold(in)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", flag, path, reason(err))
	}
	if len(gold) == 0 {
		return nil, fmt.Errorf("%s %s: the file has no words", flag, path)
	}
	return gold, nil
}

// openTagger reads a model.
func openTagger(path string) (*tagger.Model, error) {
	if _, err := os.Stat(filepath.Join(path, configFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("--checkpoint %s: there is no model in it: train one with demo tagger train --out %s", path, path)
	}
	m, err := tagger.Load(path)
	if err != nil {
		return nil, fmt.Errorf("--checkpoint %s: %w", path, err)
	}
	return m, nil
}

// taggerSegmenting is the command tagger segment.
type taggerSegmenting struct {
	checkpoint string
	json       bool
}

func newTaggerSegment() *cobra.Command {
	s := taggerSegmenting{}
	c := &cobra.Command{
		Use: "segment [TEXT...]", Short: "Cut texts into words",
		Long: "Cut texts into words, parted by spaces; without a text, the lines of standard input.",
		Example: `  demo tagger segment 他来到北京大学
  demo tagger segment --checkpoint out/mine < news.txt > news.words`,
		RunE: func(c *cobra.Command, texts []string) error { return s.run(c, texts) },
	}
	c.Flags().StringVar(&s.checkpoint, "checkpoint", "out/tagger", "folder of a model")
	c.Flags().BoolVar(&s.json, "json", false, "print a list of words a line, as JSON")
	folders(c, "checkpoint")
	return c
}

func (s *taggerSegmenting) run(c *cobra.Command, texts []string) error {
	m, err := openTagger(s.checkpoint)
	if err != nil {
		return err
	}
	defer m.Close()
	if len(texts) > 0 {
		return s.print(c.OutOrStdout(), m, texts)
	}
	const atOnce = 64
	lines := bufio.NewScanner(obeying{c.Context(), c.InOrStdin()})
	lines.Buffer(nil, 1<<20)
	out := bufio.NewWriter(c.OutOrStdout())
	for more := true; more; {
		if more = lines.Scan(); more {
			texts = append(texts, lines.Text())
		}
		if len(texts) == atOnce || !more && len(texts) > 0 {
			if err := s.print(out, m, texts); err != nil {
				return err
			}
			texts = texts[:0]
		}
	}
	return errors.Join(lines.Err(), out.Flush())
}

func (s *taggerSegmenting) print(w io.Writer, m *tagger.Model, texts []string) error {
	found, err := m.Segment(texts)
	if err != nil {
		return err
	}
	for _, words := range found {
		if s.json {
			err = printJSON(w, words)
		} else {
			_, err = fmt.Fprintln(w, segment.Join(words))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
