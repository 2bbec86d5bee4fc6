package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
)

const bertSimilarityLong = `Say how alike texts are: the cosine of their vectors, from -1 to 1, which demo bert
embed makes.

Of two texts it is a number. With --query it is a list of the texts that are most
like the query, among the arguments, or else the lines of --file or of standard
input: number, cosine and text, parted by tabs.`

// bertSimilarity is the command bert similarity.
type bertSimilarity struct {
	bertEmbedding
	query string
	top   int
}

func newBertSimilarity() *cobra.Command {
	s := bertSimilarity{}
	c := &cobra.Command{
		Use: "similarity [TEXT...]", Short: "How alike texts are", Long: bertSimilarityLong,
		Example: `  demo bert similarity --model all-MiniLM-L6-v2 "A cat sat there." "The cat was sitting."
  demo bert similarity --model all-MiniLM-L6-v2 --query "lost card" --file questions.txt --top 5`,
		RunE: func(c *cobra.Command, texts []string) error { return s.compare(c, texts) },
	}
	s.flags(c)
	c.Flags().StringVar(&s.query, "query", "", "the text that others are compared with")
	c.Flags().IntVar(&s.top, "top", 10, "with --query: how many are listed; 0: all")
	c.Flags().BoolVar(&s.json, "json", false, "print the result as JSON")
	return c
}

func (s *bertSimilarity) compare(c *cobra.Command, texts []string) error {
	searching := c.Flags().Changed("query")
	switch {
	case s.top < 0:
		return fmt.Errorf("--top %d: want 1 or more, or 0 for all", s.top)
	case !searching && len(texts) != 2:
		return fmt.Errorf("%d texts: want two to compare, or --query and texts to compare it with", len(texts))
	case !searching && s.file != "":
		return errors.New("--file: want --query with it, a text to compare its lines with")
	}
	if err := validTexts(1, append([]string{s.query}, texts...)...); err != nil {
		return err
	}
	m, by, err := s.open(c)
	if err != nil {
		return err
	}
	defer m.Close() // it was only read
	if searching {
		return s.search(c, m, by, texts)
	}
	v, err := m.embed(c.Context(), by, 1, texts)
	if err != nil {
		return err
	}
	cosine := cosine(v[0], v[1])
	if s.json {
		return printJSON(c.OutOrStdout(), map[string]float64{"cosine": cosine})
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%.6f\n", cosine)
	return err
}

// similar is a text and how much it is like the query.
type similar struct {
	Number int     `json:"number"` // of its line, from 1
	Cosine float64 `json:"cosine"`
	Text   string  `json:"text"`
}

func (s *bertSimilarity) search(c *cobra.Command, m *bertModel, by *bert.Embedder, texts []string) error {
	query, err := m.embed(c.Context(), by, 1, []string{s.query})
	if err != nil {
		return fmt.Errorf("--query: %w", err)
	}
	var found []similar
	lines := lineBatches{texts: texts, file: s.file, most: embeddingsAtOnce}
	err = lines.each(c, func(_ *bufio.Writer, first int, texts []string) error {
		vectors, err := m.embed(c.Context(), by, first, texts)
		for i, v := range vectors {
			found = append(found, similar{first + i, cosine(query[0], v), texts[i]})
		}
		found = s.best(found)
		return err
	})
	if err != nil {
		return err
	}
	if s.json {
		return printJSON(c.OutOrStdout(), found)
	}
	for _, f := range found {
		if _, err := fmt.Fprintf(c.OutOrStdout(), "%d\t%.6f\t%s\n", f.Number, f.Cosine, f.Text); err != nil {
			return err
		}
	}
	return nil
}

// best sorts, and leaves as many as are to be listed.
func (s *bertSimilarity) best(found []similar) []similar {
	slices.SortStableFunc(found, func(a, b similar) int { return cmp.Compare(b.Cosine, a.Cosine) })
	if s.top > 0 && len(found) > s.top {
		found = found[:s.top]
	}
	return found
}

// cosine of the angle between two vectors; 0 if one of them is nothing.
func cosine(a, b []float32) float64 {
	var dot, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa*bb)
}
