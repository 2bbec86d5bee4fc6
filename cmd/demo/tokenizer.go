package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// usualTokenizer is where tokenizer train writes, and what the others read.
var usualTokenizer = filepath.Join("out", "tokenizer", "tokenizer.json")

const tokenizerFiles = "a tokenizer.json, a .model of SentencePiece, vocab.txt, vocab.json with merges.txt, a .tiktoken file, or the folder of one"

// newTokenizer groups what is about text as tokens.
func newTokenizer() *cobra.Command {
	c := &cobra.Command{
		Use:   "tokenizer",
		Short: "Text as tokens: train, encode, decode, inspect",
		Long: `Learn how to cut text into tokens, and do it with what was learned, here or
elsewhere: ` + tokenizerFiles + `.`,
		Example: `  demo tokenizer train --model bpe --size 8000 texts/*.txt
  demo tokenizer encode "To be, or not to be"
  demo tokenizer encode --ids < poems.txt | demo tokenizer decode
  demo tokenizer inspect gpt2/tokenizer.json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newTokenizerTrain(), newTokenizerEncode(), newTokenizerDecode(), newTokenizerInspect())
	return c
}

// tokenizerFlag says which tokenizer is used.
func tokenizerFlag(c *cobra.Command, path *string) {
	c.Flags().StringVar(path, "tokenizer", usualTokenizer, "file or folder of a tokenizer")
	must(c.MarkFlagFilename("tokenizer"))
}

// openTokenizer reads a tokenizer of any kind.
func openTokenizer(path string) (*tokenizer.Tokenizer, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && path == usualTokenizer:
		return nil, fmt.Errorf("there is no %s yet: train one with demo tokenizer train, or give %s", path, tokenizerFiles)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such file or folder: give %s", path, tokenizerFiles)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, reason(err))
	case info.Mode().IsRegular() && info.Size() == 0:
		return nil, fmt.Errorf("%s: the file is empty: give %s", path, tokenizerFiles)
	}
	t, err := tokenizer.Load(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, refused(err, "another tokenizer")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: give %s", err, tokenizerFiles)
	}
	return t, nil
}
