package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tokenizerModels are those that tokenizer train learns.
var tokenizerModels = []string{"bpe", "bpe-chars", "wordpiece", "unigram"}

// check finds mistakes in the flags, and settles the special tokens.
func (t *tokenizerTraining) check() error {
	if !slices.Contains(tokenizerModels, t.model) {
		return fmt.Errorf("--model %s: want one of %s", t.model, strings.Join(tokenizerModels, ", "))
	}
	unknown := map[string]string{"bpe-chars": "<unk>", "wordpiece": "[UNK]", "unigram": "<unk>"}[t.model]
	switch {
	case t.given["special"]:
		if unknown != "" && !slices.Contains(t.special, unknown) {
			t.special = append([]string{unknown}, t.special...)
		}
	case t.model == "bpe":
		t.special = []string{"<|endoftext|>"}
	case t.model == "wordpiece":
		t.special = tokenizer.NewWordPieceConfig(t.size).Special
	default:
		t.special = []string{unknown}
	}
	for i, token := range t.special {
		if token == "" || slices.Contains(t.special[:i], token) {
			return fmt.Errorf("--special %q: want tokens that are not empty, each once", t.special)
		}
	}
	least := len(t.special) + 1
	if t.model == "bpe" {
		least = len(t.special) + 256
	}
	switch {
	case t.size < least || t.size > 1<<24:
		return fmt.Errorf("--size %d: want %d to %d", t.size, least, 1<<24)
	case t.model == "unigram" && t.given["min-frequency"]:
		return fmt.Errorf("--min-frequency %d: --model unigram has none: leave it away", t.least)
	case t.least < 0:
		return fmt.Errorf("--min-frequency %d: want 0 or more", t.least)
	}
	return nil
}

// train learns a vocabulary with the steps of its kind.
func (t *tokenizerTraining) train(p *trainingProgress, texts []io.Reader) ([]byte, error) {
	base := tokenizer.Training{Size: t.size, Special: t.special, Progress: p.tell}
	switch t.model {
	case "bpe":
		base.Steps, base.Alphabet = t.lowered(tokenizer.ByteLevelSteps()), tokenizer.ByteLevelAlphabet()
		return tokenizer.TrainBPE(tokenizer.BPEConfig{Training: base, MinFrequency: t.least}, texts...)
	case "bpe-chars":
		base.Steps = t.lowered(tokenizer.MetaspaceSteps())
		return tokenizer.TrainBPE(tokenizer.BPEConfig{Training: base, MinFrequency: t.least, Unknown: "<unk>"}, texts...)
	case "wordpiece":
		c := tokenizer.NewWordPieceConfig(t.size)
		base.Steps = tokenizer.BERTSteps(t.lower)
		base.Steps.PostProcessor = t.around()
		c.Training, c.MinFrequency = base, t.least
		return tokenizer.TrainWordPiece(c, texts...)
	}
	c := tokenizer.NewUnigramConfig(t.size)
	base.Steps = t.lowered(c.Steps)
	c.Training = base
	return tokenizer.TrainUnigram(c, texts...)
}

func (t *tokenizerTraining) lowered(s tokenizer.Steps) tokenizer.Steps {
	if t.lower {
		s.Normalizer = json.RawMessage(`{"type":"Lowercase"}`)
	}
	return s
}

// around puts [CLS] and [SEP] around texts, as BERT wants them, if they are among
// the special tokens, whose ids are their places.
func (t *tokenizerTraining) around() json.RawMessage {
	begin, end := slices.Index(t.special, "[CLS]"), slices.Index(t.special, "[SEP]")
	if begin < 0 || end < 0 {
		return nil
	}
	return json.RawMessage(fmt.Sprintf(`{"type":"BertProcessing","sep":["[SEP]",%d],"cls":["[CLS]",%d]}`, end, begin))
}
