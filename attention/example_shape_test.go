package attention_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// Keys of another size than queries.
func ExampleGeneral() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 6)
	fmt.Println(attention.NewGeneral(s, 8, 6).Forward(q, k))
	// Output: [2, 4, 5, 7]
}

// Bahdanau's, with 10 hidden units; one head of keys serves four of queries.
func ExampleAdditive() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 1, 7, 6)
	fmt.Println(attention.NewAdditive(s, 8, 6, 10).Forward(q, k))
	// Output: [2, 4, 5, 7]
}

func ExampleConcat() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	fmt.Println(attention.NewConcat(s, 8, 8, 10).Forward(q, k))
	// Output: [2, 4, 5, 7]
}

// Scores of the first 7 of 100 positions.
func ExampleLocation() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	fmt.Println(attention.NewLocation(s, 8, 100).Forward(q, k))
	// Output: [2, 4, 5, 7]
}

func ExampleTalkingHeads() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	fmt.Println(attention.NewTalkingHeads(s, 4).Weights(q, k, nil))
	// Output: [2, 4, 5, 7]
}

func ExampleShaw() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	fmt.Println(attention.NewShaw(s, 16, 8, 8).Forward(q, k, k, nil, attention.Across(s, 5, 7)))
	// Output: [2, 4, 5, 8]
}

// Three keys more, which everybody sees.
func ExampleMemory() {
	s := graph.New(weights.New(1)).Scope()
	k, v, mask := s.Input("k", 2, 4, 7, 8), s.Input("v", 2, 4, 7, 8), s.Bools("mask", 2, 1, 1, 7)
	k, v, mask = attention.NewMemory(s, 4, 3, 8).Extend(k, v, mask)
	fmt.Println(k, v, mask)
	// Output: [2, 4, 10, 8] [2, 4, 10, 8] bool [2, 1, 1, 10]
}

// A context of 30 words and a question of 6.
func ExampleTwoWay() {
	s := graph.New(weights.New(1)).Scope()
	context, question := s.Input("context", 2, 30, 8), s.Input("question", 2, 6, 8)
	fmt.Println(attention.NewTwoWay(s, 8).Forward(context, question, nil, nil))
	// Output: [2, 30, 32]
}

func ExampleCoverage() {
	s := graph.New(weights.New(1)).Scope()
	c := attention.NewCoverage(s, 8, 8, 10)
	q, k := s.Input("q", 2, 1, 5, 8), s.Input("k", 2, 1, 7, 8)
	w, covered := c.Weights(q, k, nil)
	fmt.Println(w, c.Loss(w, covered))
	// Output: [2, 1, 5, 7] [2, 1, 5]
}

// One vector of seven.
func ExamplePooling() {
	s := graph.New(weights.New(1)).Scope()
	fmt.Println(attention.NewPooling(s, 8, 10).Forward(s.Input("x", 2, 7, 8), nil))
	// Output: [2, 8]
}

// Two documents of 4 sentences of 7 words.
func ExampleHierarchical() {
	s := graph.New(weights.New(1)).Scope()
	fmt.Println(attention.NewHierarchical(s, 8, 10).Forward(s.Input("x", 2, 4, 7, 8), nil, nil))
	// Output: [2, 8]
}

func ExampleFuseConcat() {
	s := graph.New(weights.New(1)).Scope()
	fmt.Println(attention.NewFuseConcat(s, 2, 8).Forward(s.Input("text", 2, 7, 8), s.Input("image", 2, 7, 8)))
	// Output: [2, 7, 8]
}

func ExampleFuseGate() {
	s := graph.New(weights.New(1)).Scope()
	fmt.Println(attention.NewFuseGate(s, 8).Forward(s.Input("text", 2, 7, 8), s.Input("image", 2, 7, 8)))
	// Output: [2, 7, 8]
}

func ExampleFuseAttention() {
	s := graph.New(weights.New(1)).Scope()
	fmt.Println(attention.NewFuseAttention(s, 8, 10).Forward(s.Input("x", 2, 7, 8), s.Input("text", 2, 7, 8), s.Input("image", 2, 7, 8)))
	// Output: [2, 7, 8]
}

// The second layer attends as the first does.
func ExampleSharedMap() {
	s := graph.New(weights.New(1)).Scope()
	x, a := s.Input("x", 2, 7, 16), attention.NewMultiHead(s.In("layer", 0), 16, 4)
	fmt.Println(attention.NewSharedMap(s.In("layer", 1), 16).Forward(a.Weights(x, x, nil), x))
	// Output: [2, 7, 16]
}

// The second layer reads the keys and values of the first.
func ExampleKeyValue() {
	s := graph.New(weights.New(1)).Scope()
	x, first := s.Input("x", 2, 7, 16), attention.NewMultiHead(s.In("layer", 0), 16, 4)
	kv, s := first.KeyValue(x), s.In("layer", 1)
	a := &attention.MultiHead{Query: layers.NewLinear(s.In("query"), 16, 16), Output: layers.NewLinear(s.In("output"), 16, 16), Heads: 4}
	fmt.Println(a.Attend(x, kv, nil), kv.Keys)
	// Output: [2, 7, 16] [2, 7, 16]
}

// How much each head counts is a parameter.
func ExampleHeadGate() {
	s := graph.New(weights.New(1)).Scope()
	x, a := s.Input("x", 2, 7, 16), &attention.HeadGate{MultiHead: attention.NewMultiHead(s, 16, 4)}
	a.Gate = s.Param("gate", weights.Ones, 4)
	fmt.Println(a.Forward(x, x, nil))
	// Output: [2, 7, 16]
}

// Sixteen numbers in four heads, each of which scores as Bahdanau does.
func ExampleComposed() {
	s := graph.New(weights.New(1)).Scope()
	x, a := s.Input("x", 2, 7, 16), &attention.Composed{MultiHead: attention.NewMultiHead(s, 16, 4)}
	a.Causal, a.Weigher = true, attention.Formula{Score: attention.NewAdditive(s.In("score"), 4, 4, 10)}
	fmt.Println(a.Forward(x, x, nil), a.Weights(x, x, nil))
	// Output: [2, 7, 16] [2, 4, 7, 7]
}

// What weighs with heads that talk is used as any other.
func ExampleWeigher() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	var weigher attention.Weigher = attention.NewTalkingHeads(s, 4)
	fmt.Println(weigher.Weights(q, k, nil))
	// Output: [2, 4, 5, 7]
}

// Of each position the cache keeps 8 + 4 numbers, instead of twice 64.
func ExampleLatent() {
	s := graph.New(weights.New(1)).Scope()
	a := attention.NewLatent(s, attention.LatentSizes{Hidden: 64, Heads: 4, D: 16, Latent: 8, Turned: 4, Longest: 100})
	fmt.Println(a.Forward(s.Input("whole", 2, 7, 64), nil))
	a.Remember(s, s.Ints("at", 2), 100)
	fmt.Println(a.Cache.Keys.Value())
	fmt.Println(a.Forward(s.Input("next", 2, 1, 64), nil))
	// Output:
	// [2, 7, 64]
	// latents [2, 1, 100, 12]
	// [2, 1, 64]
}

func ExampleLatentSizes() {
	s := graph.New(weights.New(1)).Scope()
	a := attention.NewLatent(s, attention.LatentSizes{Hidden: 64, Heads: 4, D: 16, Latent: 8, Turned: 4, Longest: 100})
	fmt.Println(a.Key.Weight, a.Value.Weight)
	// Output: key.weight [64, 8] value.weight [64, 8]
}

// However long the text, four positions are kept.
func ExampleWindowed() {
	s := graph.New(weights.New(1)).Scope()
	a := &attention.Windowed{MultiHead: attention.NewMultiHead(s, 16, 4), Size: 4}
	a.Remember(s, s.Ints("at", 2))
	fmt.Println(a.Ring.Keys.Value())
	fmt.Println(a.Forward(s.Input("next", 2, 1, 16), nil))
	// Output:
	// keys [2, 4, 4, 4]
	// [2, 1, 16]
}

// Four positions are kept, the new one among them.
func ExampleRingCache() {
	s := graph.New(weights.New(1)).Scope()
	ring := attention.NewRingCache(s, s.Ints("at", 2), 4, 4, 8)
	k := s.Input("k", 2, 4, 1, 8)
	keys, _, mask := ring.Append(k, k)
	fmt.Println(keys, mask)
	// Output: [2, 4, 4, 8] bool [2, 1, 1, 4]
}

func ExampleLinearCache() {
	s := graph.New(weights.New(1)).Scope()
	x := s.Input("x", 2, 4, 1, 8)
	fmt.Println(attention.Linear{}.Step(x, x, x, attention.NewLinearCache(s, 2, 4, 8, 8)))
	// Output: [2, 4, 1, 8]
}

func ExamplePerformer() {
	s := graph.New(weights.New(1)).Scope()
	q, k := s.Input("q", 2, 4, 5, 8), s.Input("k", 2, 4, 7, 8)
	fmt.Println(attention.Linear{Map: attention.NewPerformer(s, 256, 8, 1)}.Forward(q, k, k, nil))
	// Output: [2, 4, 5, 8]
}

func ExampleFeatureMap() {
	s := graph.New(weights.New(1)).Scope()
	var features attention.FeatureMap = attention.NewPerformer(s, 256, 8, 1)
	fmt.Println(features.Forward(s.Input("x", 2, 4, 7, 8)))
	// Output: [2, 4, 7, 256]
}

// Twelve layers with the parameters of one.
func ExampleLayer() {
	s := graph.New(weights.New(1)).Scope()
	x := s.Input("x", 2, 7, 16)
	fmt.Println(attention.Repeat(block{attention.NewMultiHead(s, 16, 4)}, 12, x, nil))
	// Output: [2, 7, 16]
}

// block is a residual block of self-attention.
type block struct{ attention *attention.MultiHead }

func (b block) Forward(x, mask *graph.Node) *graph.Node {
	return x.Add(b.attention.Forward(x, x, mask))
}

// A decoder keeps the sums from step to step.
func ExampleFastWeights() {
	s := graph.New(weights.New(1)).Scope()
	x, sums := s.Input("x", 2, 4, 1, 8), s.State("sums", 2, 4, 8, 8)
	f := attention.FastWeights{Decay: s.Input("decay", 2, 4, 1, 8), Beta: s.Input("beta", 2, 4, 1, 1)}
	y, now := f.Forward(x, x, x, sums.Value())
	sums.Set(now)
	fmt.Println(y, now)
	// Output: [2, 4, 1, 8] [2, 4, 8, 8]
}
