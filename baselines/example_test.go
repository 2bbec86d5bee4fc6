package baselines_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/baselines"
	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// How well Shakespeare's last tenth is predicted from the rest, four characters
// at a time.
func ExampleNgram() {
	v, _ := tokenizer.NewCharacters(corpora.TinyShakespeare())
	text, _ := data.EncodeText(corpora.TinyShakespeare(), v)
	training, validation, _ := data.Split(text, 0.9)

	m, _ := baselines.TrainNgram(training, 5)
	perplexity, _ := m.Perplexity(validation)
	fmt.Printf("%d n-grams, perplexity %.2f\n", m.Size(), perplexity)

	prompt, _ := v.Encode("ROMEO:\n")
	more, _ := m.Sample(prompt, 100, 1)
	fmt.Println(len(v.Decode(more)), "characters more")
	// Output:
	// 194505 n-grams, perplexity 4.76
	// 100 characters more
}
