package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// bertModel is a folder with a model of BERT's kind and its tokenizer.
type bertModel struct {
	path string
	*bert.Model
	tokenizer *tokenizer.Tokenizer
}

// openBert reads what --model names.
func openBert(path string) (*bertModel, error) {
	if path == "" {
		return nil, errors.New("want --model, a folder with a model of BERT's kind as transformers writes it")
	}
	if _, err := os.Stat(filepath.Join(path, configFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("--model %s: there is no %s in it: give a folder as transformers writes it, or one that demo bert finetune has made",
			path, configFile)
	}
	m, t, err := bert.LoadFolder(path)
	if err != nil {
		return nil, fmt.Errorf("--model %s: %w", path, refused(err, "another --model"))
	}
	return &bertModel{path, m, t}, nil
}

// cut makes the tokenizer cut texts to so many positions; 0: as many as the model
// was made for.
func (m *bertModel) cut(flag string, longest int) error {
	if longest < 0 || longest > m.Longest() {
		return fmt.Errorf("%s %d: want 1 to %d, which the model was made for, or 0 for as many", flag, longest, m.Longest())
	}
	o := m.tokenizer.Options()
	if longest > 0 {
		o.Truncation = &tokenizer.Truncation{MaxLength: longest, Strategy: "LongestFirst"}
	}
	t, err := m.tokenizer.With(o)
	m.tokenizer = t
	return err
}

// textFlags add --model and --file.
func textFlags(c *cobra.Command, model, file *string) {
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(model, "model", "", "folder of a model and its tokenizer")
	f.StringVar(file, "file", "", "take the lines of this file")
	folders(c, "model")
	must(c.MarkFlagFilename("file"))
}

// lineBatches are texts: those that were given as arguments, or else the lines of a
// file or of standard input.
type lineBatches struct {
	texts []string
	file  string
	most  int // of a batch
}

// each takes the texts batch after batch, whose first has a number, from 1.
func (l lineBatches) each(c *cobra.Command, take func(out *bufio.Writer, first int, texts []string) error) error {
	out := bufio.NewWriter(c.OutOrStdout())
	if len(l.texts) > 0 {
		if l.file != "" {
			return fmt.Errorf("--file %s and the text %q: want one of them", l.file, l.texts[0])
		}
		if err := validTexts(1, l.texts...); err != nil {
			return err
		}
		return errors.Join(take(out, 1, l.texts), out.Flush())
	}
	in, err := openLines(l.file, c.InOrStdin())
	if err != nil {
		return err
	}
	var texts []string
	first := 1
	add := func(line string) error {
		if !utf8.ValidString(line) {
			return errors.New("is not UTF-8")
		}
		if texts = append(texts, line); len(texts) < l.most {
			return nil
		}
		err := take(out, first, texts)
		first += len(texts)
		texts = texts[:0]
		return err
	}
	err = eachLine(c.Context(), in, out, add)
	if err == nil && len(texts) > 0 {
		err = take(out, first, texts)
	}
	if err == nil && first == 1 && len(texts) == 0 {
		err = errors.New("standard input is empty: give a text, a --file, or lines there")
	}
	return errors.Join(err, in.Close(), out.Flush())
}

func validTexts(first int, texts ...string) error {
	for i, t := range texts {
		if !utf8.ValidString(t) {
			return fmt.Errorf("text %d is not UTF-8", first+i)
		}
	}
	return nil
}

// encode makes tokens of texts, whose first has a number.
func (m *bertModel) encode(ctx context.Context, first int, texts []string) ([]*tokenizer.Encoding, error) {
	list := make([]*tokenizer.Encoding, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, err := m.tokenizer.Encode(text)
		if err == nil && e.Len() == 0 {
			err = errors.New("it has no tokens")
		}
		if err != nil {
			return nil, fmt.Errorf("text %d: %w", first+i, err)
		}
		list[i] = e
	}
	return list, nil
}
