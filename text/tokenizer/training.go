package tokenizer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/normalizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pretokenizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/trainer"
)

// Training is what all trainings of a vocabulary have: TrainBPE, TrainWordPiece and
// TrainUnigram. The vocabulary does not depend on Workers.
type Training struct {
	Steps    Steps
	Files    []string // of text, read before the readers
	Size     int      // of the vocabulary, special tokens included
	Special  []string // tokens that come first, in this order
	Alphabet []rune   // characters that are tokens whether they come or not
	Workers  int      // 0: all cores
	// Progress is called now and then: what is done, "count" (bytes, of unknown
	// number) or "learn", how far, and how far it goes. nil: nobody looks.
	Progress func(step string, done, total int)
}

// Steps are the objects of a tokenizer.json around its model; nil is none. Words
// are counted of what the first two leave.
type Steps struct {
	Normalizer    json.RawMessage
	PreTokenizer  json.RawMessage
	PostProcessor json.RawMessage
	Decoder       json.RawMessage
}

// count counts the words of all files, then of all readers.
func (t *Training) count(texts []io.Reader) (words []trainer.Word, err error) {
	if slices.Contains(t.Special, "") || t.Size < 1 {
		return nil, fmt.Errorf("a vocabulary of %d, special tokens %q: want one at least, and no empty token", t.Size, t.Special)
	}
	n, err := normalizer.FromJSON(orNull(t.Steps.Normalizer))
	if err != nil {
		return nil, fmt.Errorf("normalizer: %w", err)
	}
	p, err := pretokenizer.FromJSON(orNull(t.Steps.PreTokenizer))
	if err != nil {
		return nil, fmt.Errorf("pre_tokenizer: %w", err)
	}
	var readers []io.Reader
	for _, name := range t.Files {
		f, openErr := os.Open(name)
		if openErr != nil {
			return nil, openErr
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		readers = append(readers, f)
	}
	readers = append(readers, texts...)
	if t.Progress != nil {
		read := 0
		for i, r := range readers {
			readers[i] = &watched{r, &read, t.Progress}
		}
	}
	return trainer.Count(readers, t.workers(), func() trainer.Cutter { return &cutter{normalizer: n, preTokenizer: p} })
}

func (t *Training) workers() int {
	if t.Workers > 0 {
		return t.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// learning is where a trainer reports to, nil for nowhere.
func (t *Training) learning() func(done, total int) {
	if t.Progress == nil {
		return nil
	}
	return func(done, total int) { t.Progress("learn", done, total) }
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(bytes.Trim(raw, blanks)) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// watched reports how many bytes were read.
type watched struct {
	io.Reader
	read     *int
	progress func(step string, done, total int)
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	*w.read += n
	w.progress("count", *w.read, 0)
	return n, err
}

// cutter cuts a line into words as a tokenizer would.
type cutter struct {
	normalizer   normalizer.Normalizer
	preTokenizer pretokenizer.PreTokenizer
	text         aligned.Text
	splits       pretokenizer.Splits
}

func (c *cutter) Cut(line []byte, each func(word []byte)) error {
	c.text.Reset(string(line), 0)
	if c.normalizer != nil {
		if err := c.normalizer.Normalize(&c.text); err != nil {
			return fmt.Errorf("normalizer: %w", err)
		}
	}
	c.splits.Reset(&c.text)
	if c.preTokenizer != nil {
		if err := c.preTokenizer.PreTokenize(&c.splits); err != nil {
			return fmt.Errorf("pre_tokenizer: %w", err)
		}
	}
	text := c.text.Bytes()
	for _, split := range c.splits.List {
		each(text[split.Start:split.End])
	}
	return nil
}
