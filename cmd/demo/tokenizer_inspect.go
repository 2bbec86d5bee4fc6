package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

const tokenizerSample = "The cats' café, in 2024: 你好, 世界! 😀"

// tokenizerInspecting is the command tokenizer inspect.
type tokenizerInspecting struct {
	text string
	json bool
}

func newTokenizerInspect() *cobra.Command {
	i := tokenizerInspecting{}
	c := &cobra.Command{
		Use: "inspect [FILE|FOLDER]", Short: "See what is in the file of a tokenizer",
		Long: `See what is in the file of a tokenizer: ` + tokenizerFiles + `.
Shown are its model and size, what is done before and after it, special and other
added tokens, the longest tokens, and a text as tokens.`,
		Example: `  demo tokenizer inspect
  demo tokenizer inspect gpt2/tokenizer.json --text "to be, or not to be"
  demo tokenizer inspect spiece.model --json`,
		RunE: func(c *cobra.Command, paths []string) error {
			if len(paths) > 1 {
				return fmt.Errorf("%s and %s: want one tokenizer", paths[0], paths[1])
			}
			return i.run(c, append(paths, usualTokenizer)[0])
		},
	}
	c.Flags().StringVar(&i.text, "text", tokenizerSample, "what to show as tokens")
	c.Flags().BoolVar(&i.json, "json", false, "print all, as JSON")
	return c
}

// inspectedTokenizer is what tokenizer inspect --json prints.
type inspectedTokenizer struct {
	Path    string                 `json:"path"`
	Format  tokenizer.Format       `json:"format"`
	Size    int                    `json:"size"`
	Parts   *tokenizerParts        `json:"parts,omitempty"` // of a tokenizer.json
	Around  []string               `json:"around"`          // what an empty text is
	Added   []tokenizer.AddedToken `json:"added_tokens"`
	Longest []numberedToken        `json:"longest"`
	Sample  sampledText            `json:"sample"`
}

// numberedToken is a token with its id.
type numberedToken struct {
	ID    int    `json:"id"`
	Token string `json:"token"`
}

// sampledText is a text there and back.
type sampledText struct {
	Text    string   `json:"text"`
	Tokens  []string `json:"tokens"`
	IDs     []int    `json:"ids"`
	Decoded string   `json:"decoded"`
	Problem string   `json:"problem,omitempty"` // that the vocabulary has with it
}

func (i *tokenizerInspecting) run(c *cobra.Command, path string) error {
	t, err := openTokenizer(path)
	if err != nil {
		return err
	}
	r := inspectedTokenizer{
		Path: path, Size: t.Size(), Added: t.AddedTokens(), Longest: longestTokens(t, 10), Sample: sample(t, i.text),
	}
	var file string
	if r.Format, file, err = tokenizer.FormatOf(path); err != nil {
		return err
	}
	if r.Format == tokenizer.TokenizerJSON {
		if r.Parts, err = readTokenizerParts(file); err != nil {
			return fmt.Errorf("%s: %w", path, reason(err))
		}
	}
	r.Around = sample(t, "").Tokens
	if i.json {
		return printJSON(c.OutOrStdout(), r)
	}
	return r.print(c.OutOrStdout())
}

// longestTokens are those of the most characters, the first ids before the others.
func longestTokens(t *tokenizer.Tokenizer, n int) []numberedToken {
	var list []numberedToken
	last := 2 * t.Size() // holes are few, if there are any
	for id, found := 0, 0; id <= last && found < t.Size(); id++ {
		token, ok := t.Token(id)
		if !ok {
			continue
		}
		found++
		list = append(list, numberedToken{id, token})
	}
	slices.SortStableFunc(list, func(a, b numberedToken) int {
		return cmp.Compare(utf8.RuneCountInString(b.Token), utf8.RuneCountInString(a.Token))
	})
	return list[:min(n, len(list))]
}

func sample(t *tokenizer.Tokenizer, text string) sampledText {
	s := sampledText{Text: text, Tokens: []string{}, IDs: []int{}}
	e, err := t.Encode(text)
	if err != nil {
		s.Problem = err.Error()
		return s
	}
	s.Tokens, s.IDs, s.Decoded = append(s.Tokens, e.Tokens...), append(s.IDs, e.IDs...), t.Decode(e.IDs)
	return s
}

func (r *inspectedTokenizer) print(w io.Writer) error {
	fmt.Fprintf(w, "%s: %s, %d tokens\n\n", r.Path, r.Format, r.Size)
	if p := r.Parts; p != nil {
		for _, part := range []struct {
			name string
			raw  json.RawMessage
		}{
			{"model", p.Model}, {"normalizer", p.Normalizer}, {"pre-tokenizer", p.PreTokenizer}, {"processor", p.PostProcessor},
			{"decoder", p.Decoder}, {"truncation", p.Truncation}, {"padding", p.Padding},
		} {
			fmt.Fprintf(w, "%-13s  %s\n", part.name, outline(part.raw))
		}
	}
	fmt.Fprintf(w, "%-13s  %s\n\n", "empty text", cmp.Or(visibleAll(r.Around), "no token"))
	r.printAdded(w)
	fmt.Fprintln(w, "longest tokens:")
	for _, token := range r.Longest {
		fmt.Fprintf(w, "%7d  %s\n", token.ID, shortened(visible(token.Token)))
	}
	fmt.Fprintf(w, "\n%q\n", r.Sample.Text)
	if r.Sample.Problem != "" {
		_, err := fmt.Fprintf(w, "has no tokens: %s\n", r.Sample.Problem)
		return err
	}
	_, err := fmt.Fprintf(w, "is %d tokens: %s\nand decoded: %q\n", len(r.Sample.IDs), visibleAll(r.Sample.Tokens), r.Sample.Decoded)
	return err
}

// printAdded lists special tokens and others that are added, and how they are
// found.
func (r *inspectedTokenizer) printAdded(w io.Writer) {
	const most = 20
	fmt.Fprintf(w, "added tokens: %d\n", len(r.Added))
	for _, token := range r.Added[:min(most, len(r.Added))] {
		var flags []string
		for _, f := range []struct {
			on   bool
			name string
		}{
			{token.Special, "special"}, {token.SingleWord, "whole words"}, {token.LStrip, "with spaces before"},
			{token.RStrip, "with spaces after"}, {token.Normalized, "in normalized text"},
		} {
			if f.on {
				flags = append(flags, f.name)
			}
		}
		fmt.Fprintf(w, "%7d  %-16s  %s\n", token.ID, visible(token.Content), strings.Join(flags, ", "))
	}
	if more := len(r.Added) - most; more > 0 {
		fmt.Fprintf(w, "and %d more, which --json shows\n", more)
	}
	fmt.Fprintln(w)
}

func visibleAll(tokens []string) string {
	list := make([]string, len(tokens))
	for i, token := range tokens {
		list[i] = visible(token)
	}
	return strings.Join(list, " ")
}
