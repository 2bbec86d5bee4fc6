// Package cases declares the models that are measured: their sizes, their
// drawings, their inputs, and the products that they are made of.
//
// Every framework is given the same weights and inputs, which this package
// writes as safetensors, so that losses can be compared.
package cases

import "github.com/gaze-ml/gaze/graph"

// Case is one thing to measure.
type Case struct {
	Name     string    `json:"name"`
	Kind     Kind      `json:"kind"`
	Size     Size      `json:"size"`
	Products []Product `json:"products,omitempty"` // of the kinds that are products
}

// Kind says which model a case runs, and what of it.
type Kind string

// The kinds.
const (
	BERTForward  Kind = "bert_forward"   // hidden states and the pooled first one
	BERTTrain    Kind = "bert_train"     // a step of masked language modelling
	CharGPTTrain Kind = "char_gpt_train" // a step of a decoder-only model
	EncDecTrain  Kind = "encdec_train"   // a step of an encoder-decoder
	ProductKind  Kind = "product"        // matrix products, one after another
)

// What every framework does alike.
const (
	LearningRate  = 1e-4 // of AdamW, in every training step
	WeightDecay   = 0.01
	CheckedSteps  = 3  // whose losses are compared
	CheckedValues = 16 // of hidden and of pooled that are compared
)

// Size is how large a model and its batch are.
type Size struct {
	Layers       int `json:"layers"` // of each stack
	Hidden       int `json:"hidden"`
	Heads        int `json:"heads"`
	Intermediate int `json:"intermediate"`
	Vocab        int `json:"vocab"`
	Positions    int `json:"positions"` // rows of the table of positions
	Batch        int `json:"batch"`
	Seq          int `json:"seq"`
	Masked       int `json:"masked"` // tokens of the batch that are to be guessed
}

// Training says whether a run is a step of training.
func (c Case) Training() bool {
	return c.Kind == BERTTrain || c.Kind == CharGPTTrain || c.Kind == EncDecTrain
}

// Tokens is how many tokens a run reads, 0 for products.
func (c Case) Tokens() int { return c.Size.Batch * c.Size.Seq }

// Nodes are the inputs of a drawing, by name.
type Nodes map[string]*graph.Node

// model is how the cases of one kind are drawn, and what they read.
type model struct {
	draw   func(s *graph.Scope, in Nodes, z Size) graph.Outputs
	inputs func(z Size) []Input
}

var models = map[Kind]model{
	BERTForward:  {drawBERTForward, bertForwardInputs},
	BERTTrain:    {drawBERTTrain, bertTrainInputs},
	CharGPTTrain: {drawCharGPT, charGPTInputs},
	EncDecTrain:  {drawEncDec, encDecInputs},
}

// Draw draws the case: a scalar "loss" that is minimised, or "hidden" [batch,
// seq, hidden] and "pooled" [batch, hidden].
func (c Case) Draw(s *graph.Scope, in Nodes) graph.Outputs { return models[c.Kind].draw(s, in, c.Size) }

// Inputs are what a run reads.
func (c Case) Inputs() []Input { return models[c.Kind].inputs(c.Size) }
