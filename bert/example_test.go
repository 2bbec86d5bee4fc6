package bert_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/bert"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// small is a BERT that is quickly made.
func small() *bert.Config {
	c := bert.BaseUncased()
	c.VocabSize, c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize = 100, 32, 2, 4, 64
	return c
}

// A checkpoint guesses the words that stand at masked places.
func Example() {
	m, err := bert.Load("testdata/tiny")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	f, _ := m.Function(graph.Options{})
	in := m.Inputs(&tokenizer.Encoding{
		IDs:           []int{101, 1996, 3125, 1997, 2166, 2003, 103, 1012, 102},
		AttentionMask: []int{1, 1, 1, 1, 1, 1, 1, 1, 1},
	})
	in["masked"], _ = bert.Masked([][]int{{-100, -100, -100, -100, -100, -100, 0}}, 1)
	out, _ := f.Run(in)
	logits := out["logits"].Data().([]float32)
	best := 0
	for word, l := range logits {
		if l > logits[best] {
			best = word
		}
	}
	fmt.Println(out["logits"].Shape(), best)
	// Output: (1, 6000) 4563
}

func ExampleModel() {
	m, err := bert.New(small(), 42)
	if err != nil {
		fmt.Println(err)
		return
	}
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	fmt.Println(m.Save(folder)) // transformers reads it, too
	m, err = bert.Load(folder)
	fmt.Println(m.Store.Len(), err)
	// Output:
	// <nil>
	// 46 <nil>
}

// What was pretrained becomes the trunk of a classifier.
func ExampleModel_For() {
	m, _ := bert.New(small(), 42)
	tuned, err := m.For(bert.SequenceClassification, 1, "good", "bad", "neither")
	if err != nil {
		fmt.Println(err)
		return
	}
	f, _ := tuned.Function(graph.Options{})
	out, _ := f.Run(tuned.Inputs(&tokenizer.Encoding{IDs: []int{1, 2, 3}, AttentionMask: []int{1, 1, 1}}))
	fmt.Println(out["logits"].Shape(), tuned.Config.Labels())
	// Output: (1, 3) [good bad neither]
}

func ExampleConfig() {
	c, err := bert.ReadConfig(filepath.Join("testdata", "tiny", "config.json"))
	fmt.Println(c.HiddenSize, c.NumHiddenLayers, c.Task(), err)
	c.HiddenAct = "geglu"
	fmt.Println(c.Check())
	// Output:
	// 64 3 ForPreTraining <nil>
	// bert config: hidden_act is "geglu": want one of those implemented, ["gelu" "gelu_new" "gelu_pytorch_tanh" "relu" "sigmoid" "silu" "swish" "tanh"]
}

func ExampleTask() {
	fmt.Println(bert.BaseUncased().Task(), bert.RoBERTaBase().Task())
	// Output: ForPreTraining ForMaskedLM
}

// The parts of a model are fields of a struct.
func ExampleNetwork() {
	g := graph.New(nil)
	n := bert.NewNetwork(g.Scope(), small())
	hidden := n.Forward(bert.Text{IDs: g.Scope().Ints("ids", 1, 5)})
	fmt.Println(n.Encoder.Stack.Layers[1].Attention.Query.Weight)
	fmt.Println(hidden.Shape(), bert.Mean.Forward(hidden, nil).Shape(), g.Err())
	// Output:
	// bert.encoder.layer.1.attention.self.query.weight [32, 32]
	// [1 5 32] [1 32] <nil>
}

func ExampleEncoder() {
	g := graph.New(nil)
	s := g.Scope()
	e := bert.NewEncoder(s.In("bert"), small())
	texts := bert.Text{IDs: s.Ints("ids", 2, 7), Types: s.Ints("types", 2, 7), Seen: s.Bools("seen", 2, 7)}
	fmt.Println(e.Forward(texts).Shape(), g.Err())
	// Output: [2 7 32] <nil>
}

func ExampleText() {
	g := graph.New(nil)
	s := g.Scope()
	t := bert.Text{IDs: s.Ints("ids", 2, 7)} // no padding, one text in a row
	fmt.Println(bert.NewEncoder(s, small()).Forward(t).Shape(), g.Err())
	// Output: [2 7 32] <nil>
}

func ExampleEmbeddings() {
	g := graph.New(nil)
	e := bert.NewEmbeddings(g.Scope().In("embeddings"), small())
	fmt.Println(e.Tokens.Weight)
	fmt.Println(e.Types.Weight)
	fmt.Println(e.Forward(bert.Text{IDs: g.Scope().Ints("ids", 1, 3)}).Shape(), g.Err())
	// Output:
	// embeddings.word_embeddings.weight [100, 32]
	// embeddings.token_type_embeddings.weight [2, 32]
	// [1 3 32] <nil>
}

func ExamplePooler() {
	g := graph.New(nil)
	p := bert.NewPooler(g.Scope().In("pooler"), small())
	fmt.Println(p.Forward(g.Scope().Input("first", 2, 32)).Shape(), g.Err())
	// Output: [2 32] <nil>
}

// Only what is masked is multiplied by the vocabulary.
func ExampleWords() {
	g := graph.New(nil)
	n := bert.NewNetwork(g.Scope(), small())
	hidden := n.Forward(bert.Text{IDs: g.Scope().Ints("ids", 2, 7)})
	masked := bert.At(hidden, g.Scope().Ints("masked", 3))
	fmt.Println(masked.Shape(), n.Words.Forward(masked).Shape(), g.Err())
	// Output: [3 32] [3 100] <nil>
}

func ExampleClassifier() {
	g := graph.New(nil)
	c := bert.NewSpans(g.Scope(), small())
	fmt.Println(c.Forward(g.Scope().Input("hidden", 2, 7, 32)).Shape(), g.Err())
	// Output: [2 7 2] <nil>
}

func ExamplePooling() {
	m, _ := bert.New(small(), 42)
	f, _ := m.Embedding(bert.Mean, true, graph.Options{})
	out, _ := f.Run(m.Inputs(
		&tokenizer.Encoding{IDs: []int{1, 2, 3}, AttentionMask: []int{1, 1, 1}},
		&tokenizer.Encoding{IDs: []int{4}, AttentionMask: []int{1}},
	))
	fmt.Println(out["embedding"].Shape())
	// Output: (2, 32)
}
