package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tokenizerDecoding is the command tokenizer decode.
type tokenizerDecoding struct {
	tokenizer           string
	keep, cleanUp, json bool
}

func newTokenizerDecode() *cobra.Command {
	d := tokenizerDecoding{}
	c := &cobra.Command{
		Use: "decode [ID...]", Short: "Turn ids back into text",
		Long: `Turn ids back into text, shown as they come, in whole characters. Without an id,
each line of standard input is those of a text. Ids are parted by spaces or
commas, and may stand in brackets.`,
		Example: `  demo tokenizer decode 1 42 7
  demo tokenizer decode --tokenizer gpt2 "[15496, 11, 995]"
  demo tokenizer encode --ids < poems.txt | demo tokenizer decode
  demo tokenizer decode --special --json < corpus.ids`,
		RunE: func(c *cobra.Command, ids []string) error { return d.run(c, ids) },
	}
	f := c.Flags()
	f.SortFlags = false
	tokenizerFlag(c, &d.tokenizer)
	f.BoolVar(&d.keep, "special", false, "show special tokens too")
	f.BoolVar(&d.cleanUp, "clean-up", false, "no spaces before punctuation, as transformers does where a tokenizer_config.json says so")
	f.BoolVar(&d.json, "json", false, "print ids and text, as JSON, an object a line")
	return c
}

func (d *tokenizerDecoding) run(c *cobra.Command, ids []string) error {
	t, err := openTokenizer(d.tokenizer)
	if err != nil {
		return err
	}
	o := t.Options()
	o.KeepSpecial = d.keep
	if c.Flags().Changed("clean-up") {
		o.CleanUp = d.cleanUp
	}
	if t, err = t.With(o); err != nil {
		return err
	}
	w := bufio.NewWriter(c.OutOrStdout())
	var in io.Reader = strings.NewReader(strings.Join(ids, " ") + "\n")
	if len(ids) == 0 {
		in = c.InOrStdin()
	}
	out := decoding{tokenizer: t, path: d.tokenizer, stream: t.NewStream(), out: w, json: d.json}
	err = out.run(bufio.NewReader(&showing{obeying{c.Context(), in}, w}))
	if err != nil && out.shown {
		err = errors.Join(err, out.end()) // what is wrong stands in a line of its own
		out.line--
	}
	if err != nil && len(ids) == 0 {
		err = fmt.Errorf("line %d: %w", out.line+1, err)
	}
	return errors.Join(err, w.Flush())
}

// decoding shows a text for each line of ids.
type decoding struct {
	tokenizer *tokenizer.Tokenizer
	path      string
	stream    *tokenizer.Stream
	out       *bufio.Writer
	json      bool

	line   int    // how many have ended
	shown  bool   // the line has begun
	number []byte // digits of an id
	ids    []int  // of the line, for JSON
	text   strings.Builder
}

// decodedText is what tokenizer decode --json prints of a line.
type decodedText struct {
	IDs  []int  `json:"ids"`
	Text string `json:"text"`
}

// run decodes each id when it has been read; the last line needs no end.
func (d *decoding) run(in *bufio.Reader) error {
	begun := false
	for {
		b, err := in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			if err := d.id(); err != nil || !begun {
				return err
			}
			return d.end()
		case err != nil:
			return err
		case !strings.ContainsRune("\n\r\t ,[]", rune(b)) && len(d.number) < 64:
			d.number = append(d.number, b)
		default:
			if err := d.id(); err != nil {
				return err
			}
			if b == '\n' {
				err = d.end()
			}
			if err != nil {
				return err
			}
		}
		begun = b != '\n'
	}
}

// id shows the id whose digits have been read, if there are any.
func (d *decoding) id() error {
	if len(d.number) == 0 {
		return nil
	}
	id, err := strconv.Atoi(string(d.number))
	if err != nil {
		return fmt.Errorf("%q: want ids, such as 1 42 7", d.number)
	}
	if _, found := d.tokenizer.Token(id); !found {
		return fmt.Errorf("id %d: %s has %d tokens, and none of that id", id, d.path, d.tokenizer.Size())
	}
	d.number = d.number[:0]
	if d.json {
		d.ids = append(d.ids, id)
	}
	return d.show(d.stream.Next(id))
}

func (d *decoding) show(text string) (err error) {
	if d.json {
		d.text.WriteString(text)
		return nil
	}
	d.shown = d.shown || text != ""
	_, err = d.out.WriteString(text)
	return err
}

// end ends a line.
func (d *decoding) end() error {
	d.line++
	if err := d.show(d.stream.End()); err != nil {
		return err
	}
	if d.shown = false; !d.json {
		return d.out.WriteByte('\n')
	}
	lines := json.NewEncoder(d.out)
	lines.SetEscapeHTML(false)
	err := lines.Encode(decodedText{append([]int{}, d.ids...), d.text.String()})
	d.ids = d.ids[:0]
	d.text.Reset()
	return err
}
