package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/graph"
)

const sampleLong = `Let a model continue a prompt. Text is shown as it comes.

The model is that of demo lm train, or any folder with a config.json and weights
in GPT-2's or Llama's layout. Such a model is given token ids, and answers with
token ids, or with text if llama2.c's vocabulary (tok512.bin) is beside it.

Tokens are drawn at a --temperature: 0 takes the likeliest each time. What it is
drawn from may be narrowed with --top-k, --top-p and --min-p. --beams searches
for the likeliest text instead, and shows it at the end.

--precision is that of matrix products: bf16 and int8 read less memory a token.`

const sampleExample = `  demo lm sample --prompt "ROMEO:" --tokens 500
  demo lm sample --checkpoint out/poems --prompt 春 --temperature 0.7
  demo lm sample --checkpoint gpt2 --ids 464,3290 --tokens 20 --temperature 0
  demo lm sample --checkpoint stories260K --temperature 0
  demo lm sample --precision int8 --tokens 1000
  demo lm sample --beams 4 --stop "\n\n" --json`

// sampling is the command lm sample.
type sampling struct {
	checkpoint string
	prompt     string
	ids        []int
	stops      []string
	config     generate.Config
	beams      int
	precision  string
	json       bool
}

func newSample() *cobra.Command {
	s := sampling{}
	c := &cobra.Command{
		Use: "sample", Short: "Let a model continue a prompt", Long: sampleLong, Example: sampleExample,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&s.checkpoint, "checkpoint", "", "folder of a model (default: out/lm, else out)")
	f.StringVar(&s.prompt, "prompt", "", "text to be continued (default: a line end)")
	f.IntSliceVar(&s.ids, "ids", nil, "token ids to be continued, in place of a prompt")
	f.IntVar(&s.config.MaxNew, "tokens", 300, "how many tokens to write")
	f.Float64Var(&s.config.Temperature, "temperature", 0.8, "1 draws tokens as often as the model expects them, below 1 likely ones more often, 0 always the likeliest")
	f.IntVar(&s.config.TopK, "top-k", 0, "draw from so many likeliest tokens; 0: all")
	f.Float64Var(&s.config.TopP, "top-p", 0, "draw from the likeliest that sum to this; 0: all")
	f.Float64Var(&s.config.MinP, "min-p", 0, "draw from those at least this likely beside the likeliest; 0: all")
	f.Float64Var(&s.config.RepetitionPenalty, "repetition-penalty", 1, "above 1: what is there already is less likely")
	f.Uint64Var(&s.config.Seed, "seed", 1, "the same seed writes the same")
	f.IntVar(&s.beams, "beams", 0, "search with so many beams in place of drawing; 0: draw")
	f.StringArrayVar(&s.stops, "stop", nil, `text to end before, in which \n is a line end; may be repeated`)
	f.StringVar(&s.precision, "precision", exact, precisionHelp(evaluable))
	f.BoolVar(&s.json, "json", false, "print it at the end, as JSON")
	folders(c, "checkpoint")
	choices(c, "precision", precisionNames(evaluable)...)
	return c
}

func (s *sampling) run(c *cobra.Command) error {
	if err := s.check(); err != nil {
		return err
	}
	if err := s.checkBeams(c.Flags().Changed("temperature")); err != nil {
		return err
	}
	p, err := evaluationPrecision(s.precision)
	if err != nil {
		return err
	}
	m, err := openCheckpoint(s.checkpoint)
	if err != nil {
		return err
	}
	defer m.model.Close()
	ids, err := s.begin(m)
	if err != nil {
		return err
	}
	g, err := s.generator(m, p)
	if err != nil {
		return err
	}
	return s.write(c, m, g, ids)
}

// check says what is wrong, in the words of the flags.
func (s *sampling) check() error {
	c := &s.config
	switch {
	case c.MaxNew < 1:
		return fmt.Errorf("--tokens %d: want at least 1", c.MaxNew)
	case !(c.Temperature >= 0):
		return fmt.Errorf("--temperature %v: want 0 or more", c.Temperature)
	case c.TopK < 0:
		return fmt.Errorf("--top-k %d: want 1 or more, or 0 for all", c.TopK)
	case !(c.TopP >= 0 && c.TopP <= 1):
		return fmt.Errorf("--top-p %v: want 0 to 1", c.TopP)
	case !(c.MinP >= 0 && c.MinP <= 1):
		return fmt.Errorf("--min-p %v: want 0 to 1", c.MinP)
	case !(c.RepetitionPenalty > 0):
		return fmt.Errorf("--repetition-penalty %v: want above 0; 1 is off", c.RepetitionPenalty)
	}
	return nil
}

// checkBeams leaves out drawing, which beam search does not.
func (s *sampling) checkBeams(drawn bool) error {
	if s.beams < 0 {
		return fmt.Errorf("--beams %d: want 1 or more, or 0 to draw", s.beams)
	}
	if s.beams == 0 {
		return nil
	}
	if drawn && s.config.Temperature != 0 {
		return fmt.Errorf("--temperature %v with --beams: beam search does not draw: leave one of them out", s.config.Temperature)
	}
	s.config.Temperature = 0
	return nil
}

// begin is what is to be continued.
func (s *sampling) begin(m *checkpoint) ([]int, error) {
	if len(s.ids) > 0 || s.prompt != "" {
		return m.encode("--prompt", s.prompt, s.ids)
	}
	switch {
	case m.vocabulary != nil:
		if ids, err := m.vocabulary.Encode("\n"); err == nil {
			return ids, nil
		}
		return []int{0}, nil
	case m.decoder != nil:
		return []int{1}, nil // the beginning of text
	}
	return m.encode("--prompt", "", nil) // says what is wanted
}

// generator is the model at work, for as long as is wished.
func (s *sampling) generator(m *checkpoint, p graph.Precision) (*generate.Generator, error) {
	d, err := m.model.DecodingIn(p, 0)
	if err != nil {
		return nil, err
	}
	g := &generate.Generator{Model: &generate.Window{Model: d}, Config: s.config, Decoder: m.decoder}
	for _, stop := range s.stops {
		g.Config.StopStrings = append(g.Config.StopStrings, strings.ReplaceAll(stop, `\n`, "\n"))
	}
	if m.vocabulary == nil && m.decoder != nil {
		g.Config.StopTokens = []int{1, 2} // beginning and end of text
	}
	if len(s.stops) > 0 && m.decoder == nil {
		return nil, fmt.Errorf("--stop: %s has no vocabulary to write text with: leave it out", m.path)
	}
	return g, nil
}

// sampled is what lm sample --json prints.
type sampled struct {
	Prompt string          `json:"prompt"`
	Text   string          `json:"text"`
	Tokens []int           `json:"tokens"`
	Reason generate.Reason `json:"reason"`
	Score  *float64        `json:"score,omitempty"` // of beams
}

func (s *sampling) write(c *cobra.Command, m *checkpoint, g *generate.Generator, ids []int) error {
	w := c.OutOrStdout()
	result := sampled{}
	if m.decoder != nil {
		result.Prompt = m.decoder.Decode(ids)
	}
	show := w
	if s.json {
		show = io.Discard
	}
	fmt.Fprint(show, result.Prompt)
	output, err := s.continued(c.Context(), g, ids, show, &result)
	result.Text, result.Tokens, result.Reason = output.Text, output.Tokens, output.Reason
	fmt.Fprintln(show)
	if err != nil {
		return err
	}
	if s.json {
		return printJSON(w, result)
	}
	return nil
}

// continued writes what the prompt is continued with to show, by and by.
func (s *sampling) continued(ctx context.Context, g *generate.Generator, ids []int, show io.Writer, r *sampled) (generate.Output, error) {
	if s.beams > 0 {
		found, err := g.Beams(ctx, [][]int{ids}, generate.BeamConfig{Beams: s.beams})
		if err != nil {
			return generate.Output{}, err
		}
		best := found[0][0]
		r.Score = &best.Score
		fmt.Fprint(show, inWords(g.Decoder, best.Text, best.Tokens))
		return best.Output, nil
	}
	separator := ""
	g.Stream = func(_, token int, text string) bool {
		if g.Decoder == nil {
			text, separator = fmt.Sprint(separator, token), " "
		}
		_, err := fmt.Fprint(show, text)
		return err == nil
	}
	out, err := g.Generate(ctx, [][]int{ids})
	if err != nil {
		return generate.Output{}, err
	}
	return out[0], nil
}

// inWords is a text, or its ids where there is no vocabulary.
func inWords(d generate.Decoder, text string, ids []int) string {
	if d == nil {
		return strings.Trim(fmt.Sprint(ids), "[]")
	}
	return text
}
