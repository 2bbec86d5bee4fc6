package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// bertFilling is the command bert fill-mask.
type bertFilling struct {
	model, file, precision string
	top                    int
	json                   bool
}

func newBertFillMask() *cobra.Command {
	b := bertFilling{}
	c := &cobra.Command{
		Use: "fill-mask [TEXT...]", Short: "Guess masked words",
		Long: `Guess what stands in the place of each [MASK] (or <mask>, as the tokenizer has
it): of the arguments, or else of each line of --file or of standard input. Several
in a text are guessed each by itself. Guesses are listed with their probabilities.`,
		Example: `  demo bert fill-mask --model bert-base-uncased "Paris is the [MASK] of France."
  demo bert fill-mask --model bert-base-chinese --top 3 "巴黎是法国的首[MASK]。"`,
		RunE: func(c *cobra.Command, texts []string) error { return b.run(c, texts) },
	}
	textFlags(c, &b.model, &b.file)
	c.Flags().IntVar(&b.top, "top", 5, "how many guesses")
	c.Flags().StringVar(&b.precision, "precision", exact, precisionHelp(evaluable))
	c.Flags().BoolVar(&b.json, "json", false, "print objects with text and masks, one a line")
	choices(c, "precision", precisionNames(evaluable)...)
	return c
}

// filler guesses masked words.
type filler struct {
	*bertModel
	function *graph.Function
	name     string // the mask
	id, top  int
}

func (b *bertFilling) open() (*filler, error) {
	p, err := evaluationPrecision(b.precision)
	if err != nil {
		return nil, err
	}
	m, err := openBert(b.model)
	if err != nil {
		return nil, err
	}
	f := &filler{bertModel: m, top: b.top}
	switch task := m.Config.Task(); {
	case task != bert.MaskedLM && task != bert.PreTraining:
		err = fmt.Errorf("--model %s: it has no head for masked words: config.json says %q: want one %s or %s",
			b.model, m.Config.Architectures, bert.MaskedLM, bert.PreTraining)
	case b.top < 1 || b.top > m.Config.VocabSize:
		err = fmt.Errorf("--top %d: want 1 to %d", b.top, m.Config.VocabSize)
	default:
		err = f.findMask()
	}
	if err == nil {
		f.function, err = m.Function(graph.Options{Precision: p, Programs: 64})
	}
	if err != nil {
		_ = m.Close() // it was only read
		return nil, err
	}
	return f, nil
}

func (f *filler) findMask() error {
	for _, name := range []string{"[MASK]", "<mask>"} {
		if id, found := f.tokenizer.ID(name); found {
			f.name, f.id = name, id
			return nil
		}
	}
	return fmt.Errorf("--model %s: its tokenizer has neither [MASK] nor <mask>", f.path)
}

func (b *bertFilling) run(c *cobra.Command, texts []string) error {
	f, err := b.open()
	if err != nil {
		return err
	}
	defer f.Close() // it was only read
	lines := lineBatches{texts: texts, file: b.file, most: 1}
	if len(texts) > 0 {
		lines.most = len(texts)
	}
	return lines.each(c, func(out *bufio.Writer, first int, texts []string) error {
		list, err := f.encode(c.Context(), first, texts)
		if err != nil {
			return err
		}
		for i, e := range list {
			masks, err := f.fill(e)
			if err != nil {
				return fmt.Errorf("text %d: %w", first+i, err)
			}
			if err := b.print(out, filledText{texts[i], masks}); err != nil {
				return err
			}
		}
		return nil
	})
}

// guess is what may stand in the place of a mask.
type guess struct {
	Token       string  `json:"token"` // as it would stand in the text
	ID          int     `json:"id"`
	Probability float64 `json:"probability"`
}

// filledText is what bert fill-mask --json prints of a text.
type filledText struct {
	Text  string    `json:"text"`
	Masks [][]guess `json:"masks"` // the guesses of each
}

// fill guesses each mask of a text.
func (f *filler) fill(e *tokenizer.Encoding) ([][]guess, error) {
	var places []int
	for i, id := range e.IDs {
		if id == f.id {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return nil, errors.New("there is no " + f.name + " in it")
	}
	in := f.Inputs(e)
	in["masked"] = tensor.New(tensor.WithShape(len(places)), tensor.WithBacking(places))
	out, err := f.function.Run(in)
	if err != nil {
		return nil, err
	}
	logits, ok := out["logits"].Data().([]float32) // [masked, vocab]
	if !ok {
		return nil, fmt.Errorf("logits are %v: want float32", out["logits"].Dtype())
	}
	masks := make([][]guess, len(places))
	for i := range masks {
		masks[i] = f.best(logits[i*f.Config.VocabSize : (i+1)*f.Config.VocabSize])
	}
	return masks, nil
}

// best are the greatest of logits [vocab], as probabilities.
func (f *filler) best(logits []float32) []guess {
	order := make([]int, len(logits))
	most, sum := slices.Max(logits), 0.0
	for i, x := range logits {
		order[i] = i
		sum += math.Exp(float64(x - most))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(logits[b], logits[a]) })
	list := make([]guess, f.top)
	for i := range list {
		id := order[i]
		token := strings.TrimSpace(f.tokenizer.Decode([]int{id}))
		if token == "" { // what is special
			token, _ = f.tokenizer.Token(id)
		}
		list[i] = guess{token, id, math.Exp(float64(logits[id]-most)) / sum}
	}
	return list
}

func (b *bertFilling) print(out *bufio.Writer, t filledText) error {
	if b.json {
		return jsonLine(out, t)
	}
	fmt.Fprintln(out, t.Text)
	for i, guesses := range t.Masks {
		if len(t.Masks) > 1 {
			fmt.Fprintf(out, "  mask %d\n", i+1)
		}
		for _, g := range guesses {
			fmt.Fprintf(out, "  %6.2f %%  %s\n", 100*g.Probability, visible(g.Token))
		}
	}
	return nil
}
