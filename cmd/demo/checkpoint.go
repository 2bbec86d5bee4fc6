package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/text/tokenizer"
	"github.com/gaze-ml/gaze/train"
)

// checkpoint is a model from a folder, and what lies beside it there.
type checkpoint struct {
	path       string
	name       string // in messages: the flag that has said where it is, or the folder alone
	model      *gpt.Model
	longest    int
	vocabulary tokenizer.Vocabulary // nil if text cannot be read
	decoder    generate.Decoder     // nil if ids cannot be written as text
	recipe     *recipe              // nil if demo lm train has not written it
}

// openCheckpoint reads the model in a folder: one with a config.json, or the best
// of a run. No path is the usual one.
func openCheckpoint(path string) (*checkpoint, error) {
	c := &checkpoint{name: "--checkpoint " + path}
	if path == "" {
		if path = usualCheckpoint(); path == "" {
			return nil, fmt.Errorf("there is no model in out/lm or out yet: train one with demo lm train, or give the folder of one as --checkpoint")
		}
		c.name = path
	}
	if err := c.open(path); err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, refused(err, "another --checkpoint"))
	}
	return c, nil
}

// usualCheckpoint is where lm train writes, or the bare command; "" if neither has.
func usualCheckpoint() string {
	for _, path := range []string{filepath.Join("out", "lm"), "out"} {
		for _, name := range []string{runFolder, configFile} {
			if _, err := os.Stat(filepath.Join(path, name)); err == nil {
				return path
			}
		}
	}
	return ""
}

// open reads what there is.
func (c *checkpoint) open(path string) error {
	if err := c.find(path); err != nil {
		return err
	}
	m, err := gpt.Load(c.path)
	if err != nil {
		return err
	}
	c.model = m
	if err = c.readVocabulary(); err == nil {
		err = c.measure()
	}
	if err != nil {
		return errors.Join(err, m.Close())
	}
	return nil
}

// find is the folder of the model that a path means.
func (c *checkpoint) find(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no such folder: train a model with demo lm train --out %s", path)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("this is a file: give the folder that it is in")
	}
	if _, err := os.Stat(filepath.Join(path, configFile)); !errors.Is(err, fs.ErrNotExist) {
		c.path = path // reading it says what else is wrong
		return nil
	}
	for _, run := range []string{filepath.Join(path, runFolder), path} {
		best, err := train.Best(run)
		if errors.Is(err, fs.ErrNotExist) {
			best, err = train.Latest(run)
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		c.path = best.Path
		if r, err := readRecipe(best.State.Hyperparameters); err == nil && r.check() == nil {
			c.recipe = &r
		}
		return nil
	}
	return fmt.Errorf("there is no model in it: want a %s beside weights, or a folder that demo lm train has written", configFile)
}

// readVocabulary takes what there is: ours, or llama2.c's, whose text can be
// written but not read yet.
func (c *checkpoint) readVocabulary() error {
	v, err := tokenizer.LoadVocabulary(filepath.Join(c.path, vocabularyFile))
	if err == nil {
		c.vocabulary, c.decoder = v, v
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, pattern := range []string{"tok*.bin", "tokenizer*.bin"} {
		names, err := filepath.Glob(filepath.Join(c.path, pattern))
		if err != nil || len(names) == 0 {
			continue
		}
		file, err := os.ReadFile(names[0])
		if err != nil {
			return err
		}
		p, err := tokenizer.ParseLlama2c(file)
		if err != nil {
			return fmt.Errorf("%s: %w", names[0], err)
		}
		c.decoder = p
		return nil
	}
	return nil
}

// measure finds how many tokens the model sees, and whether the vocabulary is its.
func (c *checkpoint) measure() error {
	d, err := c.model.Decoding(0)
	if err != nil {
		return err
	}
	c.longest = d.Longest()
	if c.vocabulary != nil && c.vocabulary.Size() != d.Vocab() {
		return fmt.Errorf("its %s has %s, the model %d: it is of another model",
			vocabularyFile, counted(c.vocabulary.Size(), "token"), d.Vocab())
	}
	return nil
}

// encode is the ids of a text, or the ids themselves if they are given.
func (c *checkpoint) encode(flag, text string, ids []int) ([]int, error) {
	switch {
	case len(ids) > 0 && text != "":
		return nil, fmt.Errorf("--ids and %s are both given: want one of them", flag)
	case len(ids) > 0:
		return ids, c.check(ids)
	case c.vocabulary == nil:
		return nil, fmt.Errorf("%s has no %s, so the model cannot read text: give token ids, as --ids 1,2,3", c.name, vocabularyFile)
	}
	found, err := c.vocabulary.Encode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: write it with characters that the model knows", flag, err)
	}
	return found, nil
}

func (c *checkpoint) check(ids []int) error {
	d, err := c.model.Decoding(0)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if id < 0 || id >= d.Vocab() {
			return fmt.Errorf("--ids: %d is no token of the model: want 0 to %d", id, d.Vocab()-1)
		}
	}
	return nil
}

// piece is what an id stands for.
func (c *checkpoint) piece(id int) string {
	if p, ok := c.decoder.(*tokenizer.Pieces); ok {
		return p.Piece(id)
	}
	return c.decoder.Decode([]int{id})
}
