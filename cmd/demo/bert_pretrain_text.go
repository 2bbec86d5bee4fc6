package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// samples are the texts that are embedded.
var samples = map[string]func() string{
	"english": corpora.TinyShakespeare,
	"chinese": corpora.TangPoems,
	"both":    func() string { return corpora.TinyShakespeare() + "\n\n" + corpora.TangPoems() },
}

var sampleNames = []string{"english", "chinese", "both"}

const (
	tokenizerFile       = "tokenizer.json"
	vocabTxt            = "vocab.txt"
	tokenizerConfigFile = "tokenizer_config.json"
)

// pretrainCorpus is the text of a recipe as documents.
type pretrainCorpus struct {
	name           string
	tokenizer      *tokenizer.Tokenizer
	files          map[string][]byte // of the tokenizer, for the folder of a model
	training, held *data.Documents
}

// open reads the text with the tokenizer that a run had before, that is given, or
// that is learned from it.
func (r *pretrainRecipe) open(ctx context.Context, before string) (*pretrainCorpus, error) {
	c := &pretrainCorpus{name: r.Data, files: map[string][]byte{}}
	if r.Data == "" {
		c.name = "the " + r.Sample + " sample"
	}
	var err error
	switch {
	case before != "":
		err = c.readTokenizer(before)
	case r.Tokenizer != "":
		if err = c.readTokenizer(r.Tokenizer); err != nil {
			err = fmt.Errorf("--tokenizer %s: %w", r.Tokenizer, err)
		}
	default:
		err = c.learnTokenizer(ctx, r)
	}
	if err != nil {
		return nil, refused(err, "another")
	}
	text, err := r.text(ctx)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	var words segment.Segmenter
	if r.Segmenter != "" {
		if words, err = segment.Load(r.Segmenter); err != nil {
			return nil, fmt.Errorf("--segmenter %s: %w", r.Segmenter, reason(err))
		}
	}
	all, err := data.ReadDocuments(text, c.tokenizer, words)
	if err != nil {
		return nil, refused(err, "another text as --data")
	}
	if c.training, c.held, err = all.Split(r.Held, r.Seed); err != nil {
		return nil, fmt.Errorf("--held %v: %w", r.Held, err)
	}
	return c, nil
}

// interruptibleText is a text that ends when a command is told to.
type interruptibleText struct {
	obeying
	io.Closer
	name string
}

// Name is what messages call it.
func (t *interruptibleText) Name() string { return t.name }

// text opens a file, a folder, or a sample.
func (r *pretrainRecipe) text(ctx context.Context) (io.ReadCloser, error) {
	if r.Data == "" {
		text := io.NopCloser(strings.NewReader(samples[r.Sample]()))
		return &interruptibleText{obeying{ctx, text}, text, "the " + r.Sample + " sample"}, nil
	}
	if _, err := os.Stat(r.Data); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file or folder: give a UTF-8 text file, or a folder of *.txt files, as --data", r.Data)
	}
	text, err := data.OpenDocuments(r.Data)
	if err != nil {
		return nil, refused(err, "another text as --data")
	}
	return &interruptibleText{obeying{ctx, text}, text, r.Data}, nil
}

// learnTokenizer makes BERT's steps a vocabulary of the text.
func (c *pretrainCorpus) learnTokenizer(ctx context.Context, r *pretrainRecipe) error {
	text, err := r.text(ctx)
	if err != nil {
		return err
	}
	defer text.Close()
	config := tokenizer.NewWordPieceConfig(r.Vocab)
	config.Steps, config.MinFrequency = tokenizer.BERTSteps(!r.Cased), 2
	file, err := tokenizer.TrainWordPiece(config, text)
	if err != nil {
		return fmt.Errorf("learning tokens of %s: %w", c.name, err)
	}
	if c.tokenizer, err = tokenizer.Parse(file); err != nil {
		return err
	}
	c.files[tokenizerFile] = file
	return c.describe(!r.Cased)
}

// describe adds what transformers reads beside a tokenizer.json: the tokens, one a
// line, and what kind of tokenizer it is.
func (c *pretrainCorpus) describe(lower bool) (err error) {
	var list strings.Builder
	for id := range c.tokenizer.Size() {
		token, _ := c.tokenizer.Token(id)
		list.WriteString(token + "\n")
	}
	c.files[vocabTxt] = []byte(list.String())
	c.files[tokenizerConfigFile], err = json.MarshalIndent(map[string]any{
		"tokenizer_class": "BertTokenizer", "do_lower_case": lower, "unk_token": "[UNK]", "sep_token": "[SEP]",
		"pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]",
	}, "", "  ")
	return err
}

// readTokenizer takes a tokenizer.json or vocab.txt, and what lies beside it.
func (c *pretrainCorpus) readTokenizer(path string) (err error) {
	if c.tokenizer, err = tokenizer.Load(path); err != nil {
		return err
	}
	format, file, err := tokenizer.FormatOf(path)
	if err != nil {
		return err
	}
	var name string
	switch format {
	case tokenizer.TokenizerJSON:
		name = tokenizerFile
	case tokenizer.VocabTxt:
		name = vocabTxt
	default:
		return fmt.Errorf("this is a %s: want BERT's, a tokenizer.json or a vocab.txt", format)
	}
	if c.files[name], err = os.ReadFile(file); err != nil {
		return err
	}
	for _, beside := range []string{vocabTxt, tokenizerConfigFile} {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(file), beside))
		switch {
		case err == nil && c.files[beside] == nil:
			c.files[beside] = text
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	return nil
}
