package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
)

const bertEmbedLong = `Make a vector of each text: of the arguments, or else of each line of --file or of
standard input.

A folder of sentence-transformers says how hidden states are pooled, whether the
vector's length is made 1, and how much of a text is read; --pooling, --normalize
and --max-length prevail. Other folders have the mean of all tokens.

A vector is a line of numbers, parted by tabs; with --json, an object with text
and embedding.`

// bertEmbedding is how texts become vectors.
type bertEmbedding struct {
	model, file string
	pooling     string
	normalise   bool
	longest     int
	precision   string
	json        bool
}

func newBertEmbed() *cobra.Command {
	e := bertEmbedding{}
	c := &cobra.Command{
		Use: "embed [TEXT...]", Short: "Texts to vectors", Long: bertEmbedLong,
		Example: `  demo bert embed --model all-MiniLM-L6-v2 "To be, or not to be" 春眠不覺曉
  demo bert embed --model all-MiniLM-L6-v2 --file lines.txt > vectors.tsv
  demo bert embed --model bert-base-chinese --pooling cls --json < lines.txt`,
		RunE: func(c *cobra.Command, texts []string) error { return e.run(c, texts) },
	}
	e.flags(c)
	c.Flags().BoolVar(&e.json, "json", false, "print objects with text and embedding, one a line")
	return c
}

func (e *bertEmbedding) flags(c *cobra.Command) {
	textFlags(c, &e.model, &e.file)
	f := c.Flags()
	f.StringVar(&e.pooling, "pooling", "", "of hidden states: cls, mean or max (default: as the folder says)")
	f.BoolVar(&e.normalise, "normalize", false, "make each vector's length 1 (default: as the folder says)")
	f.IntVar(&e.longest, "max-length", 0, "tokens of a text at most, special ones included (default: as the folder says)")
	f.StringVar(&e.precision, "precision", exact, precisionHelp(evaluable))
	choices(c, "pooling", string(bert.CLS), string(bert.Mean), string(bert.Max))
	choices(c, "precision", precisionNames(evaluable)...)
}

// open is the model and what makes vectors.
func (e *bertEmbedding) open(c *cobra.Command) (*bertModel, *bert.Embedder, error) {
	p, err := evaluationPrecision(e.precision)
	if err != nil {
		return nil, nil, err
	}
	switch p := bert.Pooling(e.pooling); p {
	case "", bert.CLS, bert.Mean, bert.Max:
	default:
		return nil, nil, fmt.Errorf("--pooling %q: want %s, %s or %s", e.pooling, bert.CLS, bert.Mean, bert.Max)
	}
	m, err := openBert(e.model)
	if err != nil {
		return nil, nil, err
	}
	s, err := e.sentences(c)
	if err == nil {
		err = m.cut("--max-length", s.Longest)
	}
	var made *bert.Embedder
	if err == nil {
		made, err = m.Embedder(s, graph.Options{Precision: p})
	}
	if err != nil {
		_ = m.Close() // it was only read
		return nil, nil, err
	}
	return m, made, nil
}

// sentences is what the folder says and flags prevail over.
func (e *bertEmbedding) sentences(c *cobra.Command) (bert.Sentences, error) {
	s := bert.Sentences{Pooling: bert.Mean}
	if e.pooling == "" {
		var err error
		if s, err = bert.ReadSentences(e.model); err != nil {
			return s, fmt.Errorf("--model %s: %w: or give --pooling", e.model, err)
		}
	} else {
		s.Pooling = bert.Pooling(e.pooling)
	}
	if c.Flags().Changed("normalize") {
		s.Normalise = e.normalise
	}
	if c.Flags().Changed("max-length") {
		s.Longest = e.longest
	}
	return s, nil
}

// embeddingsAtOnce is how many texts are embedded together.
const embeddingsAtOnce = 256

func (e *bertEmbedding) run(c *cobra.Command, texts []string) error {
	m, by, err := e.open(c)
	if err != nil {
		return err
	}
	defer m.Close() // it was only read
	lines := lineBatches{texts: texts, file: e.file, most: embeddingsAtOnce}
	return lines.each(c, func(out *bufio.Writer, first int, texts []string) error {
		vectors, err := m.embed(c.Context(), by, first, texts)
		if err != nil {
			return err
		}
		for i, v := range vectors {
			if err := e.print(out, texts[i], v); err != nil {
				return err
			}
		}
		return nil
	})
}

// embed makes vectors of texts, whose first has a number.
func (m *bertModel) embed(ctx context.Context, by *bert.Embedder, first int, texts []string) ([][]float32, error) {
	list, err := m.encode(ctx, first, texts)
	if err != nil {
		return nil, err
	}
	return by.Embed(list...)
}

// embedded is what bert embed --json prints of a text.
type embedded struct {
	Text      string    `json:"text"`
	Embedding []float32 `json:"embedding"`
}

func (e *bertEmbedding) print(out *bufio.Writer, text string, vector []float32) error {
	if e.json {
		return jsonLine(out, embedded{text, vector})
	}
	var line []byte
	for i, x := range vector {
		if i > 0 {
			line = append(line, '\t')
		}
		line = strconv.AppendFloat(line, float64(x), 'g', -1, 32)
	}
	_, err := out.Write(append(line, '\n'))
	return err
}

// jsonLine writes JSON in one line.
func jsonLine(out *bufio.Writer, v any) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	return lines.Encode(v)
}
