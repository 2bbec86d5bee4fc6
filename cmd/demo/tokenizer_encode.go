package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tokenizerEncoding is the command tokenizer encode.
type tokenizerEncoding struct {
	tokenizer, file, pair string
	longest               int
	paired                bool
	plain, ids, json      bool
}

func newTokenizerEncode() *cobra.Command {
	e := tokenizerEncoding{}
	c := &cobra.Command{
		Use: "encode [TEXT...]", Short: "Cut texts into tokens",
		Long: `Cut texts into tokens, and show of each its id, where it is in the text, as bytes
and as code points from and up to, and what the vocabulary calls it. Without a
text, each line of --file or of standard input is one.`,
		Example: `  demo tokenizer encode "To be, or not to be"
  demo tokenizer encode --tokenizer bert/vocab.txt "Who wrote it?" --pair "It is by Homer."
  demo tokenizer encode --tokenizer gpt2 --file corpus.txt --ids > corpus.ids
  demo tokenizer encode --json --max-length 8 "To be, or not to be"`,
		RunE: func(c *cobra.Command, texts []string) error {
			e.paired = c.Flags().Changed("pair")
			return e.run(c, texts)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	tokenizerFlag(c, &e.tokenizer)
	f.StringVar(&e.file, "file", "", "encode the lines of this file")
	f.StringVar(&e.pair, "pair", "", "a second text, for each")
	f.IntVar(&e.longest, "max-length", 0, "tokens at most, special ones included; 0: as the tokenizer has it")
	f.BoolVar(&e.plain, "no-special", false, "add no special tokens")
	f.BoolVar(&e.ids, "ids", false, "print ids alone, those of a text in a line")
	f.BoolVar(&e.json, "json", false, "print all, as JSON, an object a line")
	must(c.MarkFlagFilename("file"))
	return c
}

func (e *tokenizerEncoding) run(c *cobra.Command, texts []string) error {
	switch {
	case e.longest < 0:
		return fmt.Errorf("--max-length %d: want 1 or more, or 0 for what the tokenizer has", e.longest)
	case e.ids && e.json:
		return errors.New("--ids and --json: want one of them")
	case len(texts) > 0 && e.file != "":
		return fmt.Errorf("--file %s and the text %q: want one of them", e.file, texts[0])
	}
	t, err := e.open()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(c.OutOrStdout())
	first := true
	take := func(text string) error {
		if !first && !e.ids && !e.json {
			fmt.Fprintln(out)
		}
		first = false
		return e.encode(out, t, text)
	}
	if len(texts) > 0 {
		for _, text := range texts {
			if err := take(text); err != nil {
				return errors.Join(err, out.Flush())
			}
		}
		return out.Flush()
	}
	in, err := openLines(e.file, c.InOrStdin())
	if err != nil {
		return err
	}
	return errors.Join(eachLine(c.Context(), in, out, take), in.Close())
}

// open is the tokenizer with the options of the command.
func (e *tokenizerEncoding) open() (*tokenizer.Tokenizer, error) {
	t, err := openTokenizer(e.tokenizer)
	if err != nil {
		return nil, err
	}
	o := t.Options()
	o.NoSpecial = e.plain
	if e.longest > 0 {
		cut := tokenizer.Truncation{Strategy: "LongestFirst"}
		if o.Truncation != nil {
			cut = *o.Truncation
		}
		cut.MaxLength = e.longest
		o.Truncation = &cut
	}
	if t, err = t.With(o); err != nil {
		return nil, fmt.Errorf("--max-length %d: %w", e.longest, err)
	}
	return t, nil
}

func (e *tokenizerEncoding) encode(w io.Writer, t *tokenizer.Tokenizer, text string) error {
	if e.ids && !e.paired {
		ids, err := t.EncodeIDs(text)
		if err != nil {
			return err
		}
		return printIDs(w, ids)
	}
	var made *tokenizer.Encoding
	var err error
	if e.paired {
		made, err = t.EncodePair(text, e.pair)
	} else {
		made, err = t.Encode(text)
	}
	switch {
	case err != nil:
		return err
	case e.ids:
		return printIDs(w, made.IDs)
	case e.json:
		return e.printJSON(w, text, made)
	}
	return printTokens(w, made, e.paired)
}

func printIDs(w io.Writer, ids []int) error {
	line := make([]byte, 0, 8*len(ids))
	for i, id := range ids {
		if i > 0 {
			line = append(line, ' ')
		}
		line = strconv.AppendInt(line, int64(id), 10)
	}
	_, err := w.Write(append(line, '\n'))
	return err
}

// encodedText is what tokenizer encode --json prints of a text.
type encodedText struct {
	Text string `json:"text"`
	Pair string `json:"pair,omitempty"`
	encodedTokens
	Overflow []encodedTokens `json:"overflow,omitempty"`
}

// encodedTokens has an entry for each token in every list.
type encodedTokens struct {
	IDs           []int    `json:"ids"`
	Tokens        []string `json:"tokens"`
	TypeIDs       []int    `json:"type_ids"`
	AttentionMask []int    `json:"attention_mask"`
	SpecialMask   []int    `json:"special_mask"`
	Words         []int    `json:"words"`
	Sequences     []int    `json:"sequences"`
	Bytes         [][2]int `json:"bytes"`
	CodePoints    [][2]int `json:"code_points"`
}

func newEncodedTokens(e *tokenizer.Encoding) encodedTokens {
	return encodedTokens{e.IDs, e.Tokens, e.TypeIDs, e.AttentionMask, e.SpecialMask, e.Words, e.Sequences, e.Bytes, e.Runes}
}

func (e *tokenizerEncoding) printJSON(w io.Writer, text string, made *tokenizer.Encoding) error {
	result := encodedText{Text: text, Pair: e.pair, encodedTokens: newEncodedTokens(made)}
	for _, part := range made.Overflow {
		result.Overflow = append(result.Overflow, newEncodedTokens(part))
	}
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	return lines.Encode(result)
}

// printTokens is a table, in which tokens come last, as nobody knows how wide
// their characters are.
func printTokens(w io.Writer, e *tokenizer.Encoding, paired bool) error {
	text := ""
	if paired {
		text = "  text"
	}
	fmt.Fprintf(w, "%7s  %-11s  %-11s%s  token\n", "id", "bytes", "code points", text)
	for i, id := range e.IDs {
		if paired {
			text = fmt.Sprintf("  %4s", map[int]string{0: "1", 1: "2"}[e.Sequences[i]])
		}
		fmt.Fprintf(w, "%7d  %-11s  %-11s%s  %s\n", id, span(e, i, e.Bytes), span(e, i, e.Runes), text, visible(e.Tokens[i]))
	}
	if n := len(e.Overflow); n > 0 {
		fmt.Fprintf(w, "and %d more, which --json shows, cut off\n", n)
	}
	return nil
}

// span is where token i is in its text; what was added is nowhere.
func span(e *tokenizer.Encoding, i int, spans [][2]int) string {
	if e.SpecialMask[i] == 1 {
		return "-"
	}
	return fmt.Sprintf("%d-%d", spans[i][0], spans[i][1])
}

// visible is a token as it is, or in quotes if it would not be seen.
func visible(token string) string {
	hidden := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == unicode.ReplacementChar }
	if token == "" || strings.ContainsFunc(token, hidden) {
		return strconv.Quote(token)
	}
	return token
}
