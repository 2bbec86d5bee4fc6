package generate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/gaze-ml/gaze/generate"
)

// counter is a model that counts: after token n comes n+1, most likely, and
// after the last token the first. A row's memory is its last token.
type counter struct {
	vocab int
	last  []int // [row]
}

func (c *counter) Vocab() int   { return c.vocab }
func (c *counter) Longest() int { return 100 }

func (c *counter) Prefill(prompts [][]int) ([][]float32, error) {
	c.last = nil
	for _, p := range prompts {
		c.last = append(c.last, p[len(p)-1])
	}
	return c.logits(), nil
}

func (c *counter) Step(tokens []int) ([][]float32, error) {
	copy(c.last, tokens)
	return c.logits(), nil
}

func (c *counter) Reorder(rows []int) error {
	last := make([]int, len(rows))
	for i, row := range rows {
		last[i] = c.last[row]
	}
	c.last = last
	return nil
}

// logits are 2 for what comes next, 1 for what comes after that, else 0.
func (c *counter) logits() (logits [][]float32) {
	for _, last := range c.last {
		l := make([]float32, c.vocab)
		l[(last+2+c.vocab)%c.vocab], l[(last+1+c.vocab)%c.vocab] = 1, 2
		logits = append(logits, l)
	}
	return logits
}

// letters is a Decoder: token 0 is a, 1 is b.
type letters struct{}

func (letters) Decode(ids []int) string {
	var s strings.Builder
	for _, id := range ids {
		s.WriteByte(byte('a' + id))
	}
	return s.String()
}

func ExampleGenerator() {
	g := generate.Generator{
		Model:   &counter{vocab: 10},
		Config:  generate.Config{MaxNew: 5},
		Decoder: letters{},
	}
	out, err := g.Generate(context.Background(), [][]int{{2}, {0, 4, 7}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range out {
		fmt.Println(o.Tokens, o.Text, o.Reason)
	}
	// Output:
	// [3 4 5 6 7] defgh length
	// [8 9 0 1 2] ijabc length
}

// Text is shown as it comes; "fg" is a stop string, so f waits for what follows.
func ExampleGenerator_stream() {
	g := generate.Generator{
		Model:   &counter{vocab: 10},
		Config:  generate.Config{StopStrings: []string{"fg"}},
		Decoder: letters{},
		Stream: func(row, token int, text string) bool {
			fmt.Printf("%d %q\n", token, text)
			return true // go on
		},
	}
	_, err := g.Generate(context.Background(), [][]int{{2}})
	fmt.Println(err)
	// Output:
	// 3 "d"
	// 4 "e"
	// 5 ""
	// 6 ""
	// <nil>
}

func ExampleGenerator_Beams() {
	g := generate.Generator{Model: &counter{vocab: 10}, Config: generate.Config{MaxNew: 3}}
	found, err := g.Beams(context.Background(), [][]int{{2}}, generate.BeamConfig{Beams: 4, Return: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range found[0] {
		fmt.Printf("%v %.3f\n", h.Tokens, h.Score)
	}
	// Output:
	// [3 4 5] -2.689
	// [3 4 6] -3.689
}

// A model need only tell what comes next, remember, and follow a change of rows.
func ExampleStepper() {
	var m generate.Stepper = &counter{vocab: 4}
	logits, _ := m.Prefill([][]int{{0, 1}, {3}})
	fmt.Println(logits)
	logits, _ = m.Step([]int{2, generate.Rest}) // the second row has finished
	fmt.Println(logits[0])
	_ = m.Reorder([]int{0, 0})
	logits, _ = m.Step([]int{3, 0}) // two ways to continue the first
	fmt.Println(logits)
	// Output:
	// [[0 0 2 1] [2 1 0 0]]
	// [1 0 0 2]
	// [[2 1 0 0] [0 2 1 0]]
}

func ExampleConfig() {
	var c generate.Config
	err := json.Unmarshal([]byte(`{"temperature": 0.7, "top_p": 0.9, "max_new_tokens": 4, "seed": 3}`), &c)
	if err != nil {
		fmt.Println(err)
		return
	}
	g := generate.Generator{Model: &counter{vocab: 10}, Config: c}
	once, _ := g.Generate(context.Background(), [][]int{{2}})
	again, _ := g.Generate(context.Background(), [][]int{{5}, {2}})
	fmt.Println(fmt.Sprint(once[0].Tokens) == fmt.Sprint(again[1].Tokens), len(once[0].Tokens))

	g.Config.TopP = 1.5
	_, err = g.Generate(context.Background(), [][]int{{2}})
	fmt.Println(err)
	// Output:
	// true 4
	// generate: TopP is 1.5: want above 0 and at most 1, or 0 for off
}

func ExampleDecoder() {
	var d generate.Decoder = letters{}
	fmt.Println(d.Decode([]int{6, 0, 25, 4}))
	// Output: gaze
}

// A transform of one's own: no token twice.
func ExampleTransform() {
	var fresh generate.Transform = func(logits []float32, seen []int) {
		for _, id := range seen {
			logits[id] = float32(math.Inf(-1))
		}
	}
	g := generate.Generator{
		Model:  &counter{vocab: 5},
		Config: generate.Config{MaxNew: 4},
		Extra:  []generate.Transform{fresh},
	}
	out, err := g.Generate(context.Background(), [][]int{{3, 4, 1}})
	fmt.Println(out[0].Tokens, err)
	// Output: [2 0] generate: step 2: row 0: every logit is -Inf: no token is left to choose
}

func ExampleTopK() {
	logits := []float32{1, 4, 2, 3}
	generate.TopK(2)(logits, nil)
	fmt.Println(logits)
	// Output: [-Inf 4 -Inf 3]
}

func ExampleTopP() {
	logits := []float32{0, 2, 1, -1} // probabilities 0.09, 0.64, 0.24, 0.03
	generate.TopP(0.7)(logits, nil)
	fmt.Println(logits)
	// Output: [-Inf 2 1 -Inf]
}

func ExampleMinP() {
	logits := []float32{0, 2, 1, -1}
	generate.MinP(0.2)(logits, nil) // as likely as a fifth of the likeliest
	fmt.Println(logits)
	// Output: [-Inf 2 1 -Inf]
}

func ExampleTemperature() {
	logits := []float32{1, 4, 2}
	generate.Temperature(2)(logits, nil)
	fmt.Println(logits)
	// Output: [0.5 2 1]
}

func ExampleRepetitionPenalty() {
	logits := []float32{1, 4, -2}
	generate.RepetitionPenalty(2)(logits, []int{1, 2, 2})
	fmt.Println(logits)
	// Output: [1 2 -4]
}

func ExampleOutput() {
	g := generate.Generator{
		Model:   &counter{vocab: 10},
		Config:  generate.Config{StopTokens: []int{6}},
		Decoder: letters{},
	}
	out, _ := g.Generate(context.Background(), [][]int{{3}})
	fmt.Println(out[0].Tokens, out[0].Text)
	// Output: [4 5 6] ef
}

func ExampleReason() {
	g := generate.Generator{
		Model:  &counter{vocab: 10},
		Config: generate.Config{StopTokens: []int{6}, MaxNew: 3},
	}
	out, _ := g.Generate(context.Background(), [][]int{{3}, {7}})
	fmt.Println(out[0].Reason, "·", out[1].Reason)
	// Output: stop token · length
}

func ExampleHypothesis() {
	g := generate.Generator{
		Model:   &counter{vocab: 10},
		Config:  generate.Config{MaxNew: 9, StopTokens: []int{6}},
		Decoder: letters{},
	}
	found, _ := g.Beams(context.Background(), [][]int{{3}}, generate.BeamConfig{Beams: 2, Return: 2})
	for _, h := range found[0] {
		fmt.Printf("%s %.2f %s\n", h.Text, h.Score, h.Reason)
	}
	// Output:
	// ef -2.69 stop token
	// e -2.79 stop token
}

func ExampleBeamConfig() {
	var b generate.BeamConfig
	err := json.Unmarshal([]byte(`{"num_beams": 4, "length_penalty": 1.0, "early_stopping": true}`), &b)
	fmt.Printf("%+v %v\n", b, err)
	// Output: {Beams:4 LengthPenalty:1 EarlyStopping:true Return:0} <nil>
}

func ExampleEarlyStopping() {
	text, _ := json.Marshal([]generate.EarlyStopping{generate.EarlyFalse, generate.EarlyTrue, generate.EarlyNever})
	fmt.Println(string(text))
	// Output: [false,true,"never"]
}
