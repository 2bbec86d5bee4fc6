package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

const tokenizerTrainLong = `Learn a vocabulary of tokens from UTF-8 texts: files, the *.txt files of folders,
or standard input. It is written as a tokenizer.json, which Hugging Face's
tokenizers reads too, when it is whole.

  bpe        the most frequent pair becomes a token, again and again, from the 256
             bytes on: any text has tokens, as in GPT-2
  bpe-chars  the same from characters on; other characters are <unk>
  wordpiece  the same, with ## before what goes on in a word, as in BERT: text is
             cleaned, and other words are [UNK]
  unigram    the likeliest pieces, as in SentencePiece and T5; others are <unk>

Special tokens come first. Those of --special take the place of <|endoftext|> for
bpe, of [PAD],[UNK],[CLS],[SEP],[MASK] for wordpiece, and of <unk> for the others;
the one for what is unknown is put before them if they lack it.`

// tokenizerTraining is the command tokenizer train.
type tokenizerTraining struct {
	model, out string
	size       int
	least      int
	special    []string
	lower      bool
	json       bool
	given      map[string]bool // the flags that were
}

func newTokenizerTrain() *cobra.Command {
	t := tokenizerTraining{given: map[string]bool{}}
	c := &cobra.Command{
		Use: "train [FILE|FOLDER...]", Short: "Learn tokens from texts", Long: tokenizerTrainLong,
		Example: `  demo tokenizer train texts/*.txt
  demo tokenizer train --model wordpiece --lower --size 30000 texts --out out/mine/tokenizer.json
  demo tokenizer train --model unigram --special "<unk>,<s>,</s>" poems.txt
  zcat big.txt.gz | demo tokenizer train --size 16000`,
		RunE: func(c *cobra.Command, files []string) error {
			for _, flag := range []string{"min-frequency", "special"} {
				t.given[flag] = c.Flags().Changed(flag)
			}
			return t.run(c, files)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&t.model, "model", "bpe", "bpe, bpe-chars, wordpiece or unigram")
	f.IntVar(&t.size, "size", 8000, "of the vocabulary, special tokens included, at most")
	f.IntVar(&t.least, "min-frequency", 2, "how often a pair comes to be a token, not for unigram")
	f.StringSliceVar(&t.special, "special", nil, "special tokens, parted by commas")
	f.BoolVar(&t.lower, "lower", false, "in lower case; for wordpiece without accents too")
	f.StringVar(&t.out, "out", usualTokenizer, "file to write")
	f.BoolVar(&t.json, "json", false, "print the result as JSON")
	choices(c, "model", tokenizerModels...)
	must(c.MarkFlagFilename("out", "json"))
	return c
}

// trainedTokenizer is what tokenizer train --json prints.
type trainedTokenizer struct {
	Model   string   `json:"model"`
	Tokens  int      `json:"tokens"`
	Special []string `json:"special"`
	Bytes   int      `json:"bytes"` // of text, without what marks its encoding
	Seconds float64  `json:"seconds"`
	File    string   `json:"file"`
}

func (t *tokenizerTraining) run(c *cobra.Command, files []string) error {
	if err := t.check(); err != nil {
		return err
	}
	texts, err := openTexts(files, c.InOrStdin())
	if err != nil {
		return err
	}
	if err := checkTokenizerFile(t.out, files); err != nil {
		return err
	}
	p := &trainingProgress{out: c.ErrOrStderr(), last: time.Now(), texts: texts}
	begin := time.Now()
	file, err := t.learn(c.Context(), texts, p)
	if err != nil {
		return asItWas(err, t.out)
	}
	learned, err := tokenizer.Parse(file)
	if err != nil {
		return err
	}
	if err := replace(t.out, string(file)); err != nil {
		return fmt.Errorf("cannot write %s: %w", t.out, reason(err))
	}
	return t.print(c.OutOrStdout(), trainedTokenizer{
		Model: t.model, Tokens: learned.Size(), Special: append([]string{}, t.special...), Bytes: texts.bytes,
		Seconds: time.Since(begin).Seconds(), File: t.out,
	})
}

// learn ends at once when it is told to, as nothing has been written.
func (t *tokenizerTraining) learn(ctx context.Context, texts *trainingTexts, p *trainingProgress) (file []byte, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		file, err = t.train(p, texts.readers(ctx))
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-done:
	}
	var at *textsError
	switch {
	case errors.As(err, &at):
		return nil, at.error // as it names the file
	case err == nil && texts.bytes == 0:
		return nil, errors.New("there is no text: give files, or text on standard input")
	}
	return file, err
}

func (t *tokenizerTraining) print(w io.Writer, r trainedTokenizer) error {
	if t.json {
		return printJSON(w, r)
	}
	fmt.Fprintf(w, "%d tokens, learned from %s in %.1f s\n", r.Tokens, megabytes(r.Bytes), r.Seconds)
	if r.Tokens < t.size {
		fmt.Fprintf(w, "The text has no more than these; --size was %d.\n", t.size)
	}
	_, err := fmt.Fprintf(w, "\n%s\n\nNext: demo tokenizer encode --tokenizer %s \"some text\"\n", r.File, r.File)
	return err
}

// checkTokenizerFile finds out before any work whether --out can be written, and
// that nothing is lost by it.
func checkTokenizerFile(path string, files []string) error {
	if filepath.Ext(path) != ".json" || filepath.Base(path) == "vocab.json" {
		return fmt.Errorf("--out %s: want the name of a .json file, such as tokenizer.json", path)
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return fmt.Errorf("--out %s is a folder: give a file, such as %s", path, filepath.Join(path, "tokenizer.json"))
	}
	if err == nil && info.Size() > 0 {
		if _, err := tokenizer.Load(path); err != nil {
			return fmt.Errorf("--out %s is there, is no tokenizer, and would be lost: give another file", path)
		}
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fmt.Errorf("--out %s: cannot make the folder %s: %w: give one that can be written to", path, folder, reason(err))
	}
	probe, err := os.CreateTemp(folder, ".probe-*.tmp")
	if err != nil {
		return fmt.Errorf("--out %s: cannot write to %s: %w: give a folder that can be written to", path, folder, reason(err))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// trainingProgress tells every other second how far it is.
type trainingProgress struct {
	out   io.Writer
	last  time.Time
	texts *trainingTexts
}

func (p *trainingProgress) tell(step string, done, total int) {
	if time.Since(p.last) < 2*time.Second {
		return
	}
	p.last = time.Now()
	switch {
	case step == "learn":
		fmt.Fprintf(p.out, "learning, %d %% done\n", 100*done/max(total, 1))
	case p.texts.size > 0:
		fmt.Fprintf(p.out, "read %s of %s\n", megabytes(done), megabytes(p.texts.size))
	default:
		fmt.Fprintf(p.out, "read %s\n", megabytes(done))
	}
}

func megabytes(n int) string {
	if n < 1e5 {
		return fmt.Sprintf("%d bytes", n)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/1e6), ".0") + " MB"
}
