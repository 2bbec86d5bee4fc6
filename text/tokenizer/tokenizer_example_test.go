package tokenizer_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// small is a tokenizer.json with six words.
const small = `{
	"version": "1.0", "truncation": null, "padding": null,
	"added_tokens": [{"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
	"normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
	"pre_tokenizer": {"type": "BertPreTokenizer"},
	"post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
	"decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
	"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
		"vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "gaze": 5, "##s": 6, "cafe": 7, "at": 8, "!": 9}}
}`

func ExampleTokenizer() {
	t, err := tokenizer.Parse([]byte(small))
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := t.Encode("Gazes at a Café!")
	fmt.Println(e.IDs, e.Tokens, err)
	fmt.Println(t.Decode(e.IDs))
	// Output:
	// [2 5 6 8 4 7 9 3] [[CLS] gaze ##s at a cafe ! [SEP]] <nil>
	// [CLS] gazes at a cafe! [SEP]
}

func ExampleFormat() {
	file := filepath.Join(os.TempDir(), "gaze-example.model")
	defer os.Remove(file)
	if err := os.WriteFile(file, []byte("IQ== 0\nIg== 1\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	format, _, err := tokenizer.FormatOf(file)
	fmt.Println(format, err)
	// Output: ranks of tiktoken <nil>
}

func ExampleEncoding() {
	t, _ := tokenizer.Parse([]byte(small))
	e, _ := t.EncodePair("Gazes", "at Cafés")
	fmt.Println(e.Tokens)
	fmt.Println("types    ", e.TypeIDs)
	fmt.Println("special  ", e.SpecialMask)
	fmt.Println("words    ", e.Words)
	fmt.Println("sequences", e.Sequences)
	fmt.Println("bytes    ", e.Bytes)
	fmt.Println("runes    ", e.Runes)
	// Output:
	// [[CLS] gaze ##s [SEP] at cafe ##s [SEP]]
	// types     [0 0 0 0 1 1 1 1]
	// special   [1 0 0 1 0 0 0 1]
	// words     [-1 0 0 -1 0 1 1 -1]
	// sequences [-1 0 0 -1 1 1 1 -1]
	// bytes     [[0 0] [0 4] [4 5] [0 0] [0 2] [3 8] [8 9] [0 0]]
	// runes     [[0 0] [0 4] [4 5] [0 0] [0 2] [3 7] [7 8] [0 0]]
}

func ExampleOptions() {
	t, _ := tokenizer.Parse([]byte(small))
	plain, _ := t.With(tokenizer.Options{NoSpecial: true})
	ids, _ := plain.EncodeIDs("gaze at a cafe")
	fmt.Println(ids)
	// Output: [5 8 4 7]
}

func ExampleTruncation() {
	t, _ := tokenizer.Parse([]byte(small))
	short, _ := t.With(tokenizer.Options{Truncation: &tokenizer.Truncation{MaxLength: 5, Stride: 1, Strategy: "LongestFirst"}})
	e, _ := short.Encode("gaze at a cafe!")
	fmt.Println(e.Tokens)
	for _, o := range e.Overflow {
		fmt.Println(o.Tokens)
	}
	// Output:
	// [[CLS] gaze at a [SEP]]
	// [[CLS] a cafe ! [SEP]]
}

func ExamplePadding() {
	t, _ := tokenizer.Parse([]byte(small))
	padding, _ := t.PaddingOf("[PAD]")
	padding.MultipleOf = 4
	even, _ := t.With(tokenizer.Options{Padding: padding})
	batch, _ := even.EncodeBatch([]string{"gaze", "at a cafe!"})
	for _, e := range batch {
		fmt.Println(e.IDs, e.AttentionMask)
	}
	// Output:
	// [2 5 3 0 0 0 0 0] [1 1 1 0 0 0 0 0]
	// [2 8 4 7 9 3 0 0] [1 1 1 1 1 1 0 0]
}

func ExampleAddedToken() {
	t, _ := tokenizer.Parse([]byte(small))
	for _, a := range t.AddedTokens() {
		fmt.Println(a.ID, a.Content, a.Special)
	}
	// Output: 0 [PAD] true
}
