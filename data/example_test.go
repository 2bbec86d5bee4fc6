package data_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// From a text to batches, to train on and to evaluate on.
func Example() {
	text := strings.Repeat("to be or not to be\n", 20)
	v, _ := tokenizer.NewCharacters(text)
	tokens, _ := data.EncodeText(text, v)
	training, validation, _ := data.Split(tokens, 0.9)

	random, _ := data.NewRandomBlocks(training, 2, 8, 1337)
	var b data.Batch
	_ = random.Fill(&b, 1000)
	fmt.Println("training:", training.Len(), "tokens; x and y are", b.Rows, "rows of", b.Block)

	every, _ := data.NewSequentialBlocks(validation, 2, 8)
	labels := 0
	for step := range every.Steps() {
		_ = every.Fill(&b, step)
		labels += b.Count
	}
	fmt.Println("validation:", validation.Len(), "tokens,", labels, "labels in", every.Steps(), "batches")
	// Output:
	// training: 342 tokens; x and y are 2 rows of 8
	// validation: 38 tokens, 37 labels in 3 batches
}

func ExampleNewTokens() {
	t, _ := data.NewTokens([]int{3, 1, 4, 1, 5}, 6)
	fmt.Println(t.Len(), "tokens of", t.Vocab(), t.Slice(1, 4).IDs())
	_, err := data.NewTokens([]int{3, 6}, 6)
	fmt.Println(err)
	// Output:
	// 5 tokens of 6 [1 4 1]
	// tokens: ids[1] is 6: want 0 to 5
}

func ExampleRandomBlocks() {
	t, _ := data.EncodeText("abcdefghijklmnopqrstuvwxyz", tokenizer.Bytes{})
	blocks, _ := data.NewRandomBlocks(t, 3, 4, 1)
	var b data.Batch
	_ = blocks.Fill(&b, 7)
	for row := range b.Rows {
		at, end := row*b.Block, (row+1)*b.Block
		fmt.Println(tokenizer.Bytes{}.Decode(b.X[at:end]), "→", tokenizer.Bytes{}.Decode(b.Y[at:end]))
	}
	// Output:
	// tuvw → uvwx
	// jklm → klmn
	// uvwx → vwxy
}

func ExampleSequentialBlocks() {
	t, _ := data.NewTokens([]int{1, 2, 3, 4, 5, 6, 7}, 10)
	blocks, _ := data.NewSequentialBlocks(t, 2, 4)
	var b data.Batch
	_ = blocks.Fill(&b, 0)
	fmt.Println(b.X, b.Y, b.Count)
	// Output:
	// [1 2 3 4 5 6 0 0] [2 3 4 5 6 7 -100 -100] 6
}

func ExampleBatch() {
	t, _ := data.NewTokens([]int{5, 6, 7}, 10)
	blocks, _ := data.NewSequentialBlocks(t, 1, 2)
	var b data.Batch
	_ = blocks.Fill(&b, 0)
	fmt.Println("batch", b.Step, "x", b.X, "y", b.Y)
	// Output: batch 0 x [5 6] y [6 7]
}

// zeros are batches of one's own: Fill, and how many there are.
type zeros struct{}

func (zeros) Steps() int { return 2 }

func (zeros) Fill(b *data.Batch, step int) error {
	*b = data.Batch{X: []int{0}, Y: []int{0}, Rows: 1, Block: 1, Step: step, Count: 1}
	return nil
}

func ExampleBatches() {
	p, _ := data.NewPrefetch(zeros{}, 0, 1)
	defer p.Close()
	for {
		b, err := p.Next()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(b.Step, b.X)
	}
	// Output:
	// 0 [0]
	// 1 [0]
	// EOF
}

func ExamplePrefetch() {
	t, _ := data.NewTokens([]int{1, 2, 3, 4, 5, 6, 7, 8, 9}, 10)
	blocks, _ := data.NewSequentialBlocks(t, 1, 4)
	p, _ := data.NewPrefetch(blocks, 1, 2) // resumed at batch 1
	defer p.Close()
	b, err := p.Next()
	fmt.Println(b.Step, b.X, err)
	_, err = p.Next()
	fmt.Println(err == io.EOF)
	// Output:
	// 1 [5 6 7 8] <nil>
	// true
}
