package tokenizer_test

import (
	"errors"
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func ExampleCharacters() {
	c, _ := tokenizer.NewCharacters("to be or not to be")
	fmt.Println(c.Size(), "characters")
	ids, _ := c.Encode("tree")
	fmt.Println(ids, c.Decode(ids))
	// Output:
	// 7 characters
	// [6 5 2 2] tree
}

func ExampleCharacters_WithUnknown() {
	c, _ := tokenizer.NewCharacters("to be or not to be")
	c, _ = c.WithUnknown('?')
	ids, _ := c.Encode("to bed")
	fmt.Println(ids, c.Decode(ids))
	// Output:
	// [6 4 0 1 2 7] to be?
}

func ExampleTextError() {
	c, _ := tokenizer.NewCharacters("to be\n")
	_, err := c.Encode("to\nbé")
	var e *tokenizer.TextError
	if errors.As(err, &e) {
		fmt.Println("line", e.Line, "column", e.Column)
	}
	fmt.Println(err)
	// Output:
	// line 2 column 2
	// 2:2: character 'é' (U+00E9) is not among the 6 of the vocabulary
}

func ExampleBytes() {
	ids, _ := tokenizer.Bytes{}.Encode("né")
	fmt.Println(ids)

	stream := tokenizer.NewStream(tokenizer.Bytes{})
	for _, id := range ids {
		fmt.Printf("%q ", stream.Next(id))
	}
	// Output:
	// [110 195 169]
	// "n" "" "é"
}

func ExampleVocabulary() {
	c, _ := tokenizer.NewCharacters("abc")
	for _, v := range []tokenizer.Vocabulary{tokenizer.Bytes{}, c} {
		ids, _ := v.Encode("cab")
		fmt.Println(v.Size(), ids, v.Decode(ids))
	}
	// Output:
	// 256 [99 97 98] cab
	// 3 [2 0 1] cab
}
