package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// corpus is a text as tokens: the beginning to train on, the rest to validate on.
type corpus struct {
	name                 string
	vocabulary           tokenizer.Vocabulary
	all                  data.Tokens
	training, validation data.Tokens
}

// openCorpus reads the text of a recipe with a vocabulary of its kind, or with the
// one that is given.
func openCorpus(r *recipe, v tokenizer.Vocabulary) (*corpus, error) {
	c := &corpus{name: corpusName(r.Data), vocabulary: v}
	err := error(nil)
	if v == nil {
		err = c.make(r)
	}
	if err == nil {
		c.all, err = c.read(r.Data)
	}
	if err != nil {
		return nil, refused(err, "another text as --data")
	}
	c.training, c.validation, err = data.Split(c.all, r.Split)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	c.training, c.validation = c.training.Named("the training split of "+c.name), c.validation.Named("the validation split of "+c.name)
	return c, nil
}

// make builds the vocabulary that the recipe names.
func (c *corpus) make(r *recipe) error {
	if r.Vocabulary == bytewise {
		c.vocabulary = tokenizer.Bytes{}
		return nil
	}
	text, err := openText(r.Data)
	if err != nil {
		return err
	}
	defer text.Close()
	v, err := tokenizer.ReadCharacters(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	c.vocabulary = v
	return nil
}

func (c *corpus) read(path string) (data.Tokens, error) {
	text, err := openText(path)
	if err != nil {
		return data.Tokens{}, err
	}
	defer text.Close()
	return data.Encode(text, c.vocabulary)
}

// openText opens a file, a folder, or the embedded text.
func openText(path string) (io.ReadCloser, error) {
	if path == "" {
		return io.NopCloser(strings.NewReader(corpora.TinyShakespeare())), nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file or folder: give a UTF-8 text file, or a folder of *.txt files, as --data", path)
	case err == nil && info.IsDir():
		return data.OpenFolder(path)
	}
	return data.OpenText(path)
}

func corpusName(path string) string {
	if path == "" {
		return "Tiny Shakespeare"
	}
	return path
}
