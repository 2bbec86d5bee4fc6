package tokenizer_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

const verse = "she sells sea shells by the sea shore\nthe shells she sells are sea shells\n"

// A byte-level BPE, as GPT-2's: any text has tokens.
func ExampleBPEConfig() {
	file, err := tokenizer.TrainBPE(tokenizer.BPEConfig{
		Training: tokenizer.Training{
			Steps: tokenizer.ByteLevelSteps(), Size: 290, Alphabet: tokenizer.ByteLevelAlphabet(),
			Special: []string{"<|endoftext|>"},
		},
	}, strings.NewReader(verse))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := tokenizer.Parse(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := t.Encode("sea shells<|endoftext|>")
	fmt.Println(e.Tokens, err)
	fmt.Println(t.Decode(e.IDs))
	// Output:
	// [s e a Ġshells <|endoftext|>] <nil>
	// sea shells
}

func ExampleNewWordPieceConfig() {
	file, err := tokenizer.TrainWordPiece(tokenizer.NewWordPieceConfig(60), strings.NewReader(verse))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, _ := tokenizer.Parse(file)
	e, err := t.Encode("Seashells, she said")
	fmt.Println(e.Tokens, err)
	// Output: [sea ##s ##he ##lls [UNK] she [UNK]] <nil>
}

func ExampleNewUnigramConfig() {
	file, err := tokenizer.TrainUnigram(tokenizer.NewUnigramConfig(25), strings.NewReader(verse))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, _ := tokenizer.Parse(file)
	e, err := t.Encode("sea shells")
	fmt.Println(e.Tokens, err)
	// Output: [▁se a ▁shells] <nil>
}

// Steps are written as tokenizer.json has them.
func ExampleSteps() {
	steps := tokenizer.Steps{
		Normalizer:   json.RawMessage(`{"type":"Lowercase"}`),
		PreTokenizer: json.RawMessage(`{"type":"WhitespaceSplit"}`),
	}
	file, err := tokenizer.TrainBPE(tokenizer.BPEConfig{
		Training: tokenizer.Training{Steps: steps, Size: 20},
	}, strings.NewReader("low lower LOWEST"))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, _ := tokenizer.Parse(file)
	e, err := t.Encode("Low lowest slow")
	fmt.Println(e.Tokens, err)
	// Output: [low lowest s low] <nil>
}

// Progress tells how far a training is.
func ExampleTraining() {
	t := tokenizer.Training{Size: 12, Progress: func(step string, done, total int) {
		if done == total {
			fmt.Println(step, done, "of", total)
		}
	}}
	_, err := tokenizer.TrainBPE(tokenizer.BPEConfig{Training: t}, strings.NewReader("banana bandana banana"))
	fmt.Println(err)
	// Output:
	// learn 12 of 12
	// <nil>
}

func ExampleWordPieceConfig() {
	c := tokenizer.NewWordPieceConfig(100)
	c.Steps, c.MinFrequency = tokenizer.BERTSteps(false), 2
	_, err := tokenizer.TrainWordPiece(c, strings.NewReader(verse))
	fmt.Println(err)
	// Output: <nil>
}

func ExampleUnigramConfig() {
	c := tokenizer.NewUnigramConfig(40)
	c.Special, c.Unknown = []string{"<s>", "</s>", "<unk>"}, "<unk>"
	file, err := tokenizer.TrainUnigram(c, strings.NewReader(verse))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, _ := tokenizer.Parse(file)
	fmt.Println(t.ID("<unk>"))
	// Output: 2 true
}
