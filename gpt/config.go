package gpt

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/weights"
)

// Config is what a checkpoint's config.json says: a [*GPT2Config], a
// [*LlamaConfig] or a [*Llama2cConfig].
//
// Its JSON is that file's. Fields that nothing here knows are kept and written
// back, in their order; a field that changes the computation in a way that is not
// implemented is an error of Check.
type Config interface {
	json.Marshaler
	json.Unmarshaler

	// Check lists everything that is wrong with it, in one joined error.
	Check() error

	// Draw declares the parameters of the model.
	Draw(s *graph.Scope) Decoder

	// facts are what a Model must know beside.
	facts() facts
}

var (
	_ Config = (*GPT2Config)(nil)
	_ Config = (*LlamaConfig)(nil)
	_ Config = (*Llama2cConfig)(nil)
)

// Decoder is the drawing of a language model: a [*GPT2] or a [*Llama].
type Decoder interface {
	// Forward makes hidden states [batch, seq, hidden] of ids [batch, seq], whole
	// numbers. No position sees a later one.
	Forward(ids *graph.Node) *graph.Node

	// Logits are those of the token after each position, [..., vocab], for hidden
	// states [..., hidden].
	Logits(hidden *graph.Node) *graph.Node

	// Remember gives the model a cache of longest positions, below s: it then goes
	// on from positions at [batch]; from [batch], unless it is nil, names the row
	// that each row goes on from. See attention.Cache.
	Remember(s *graph.Scope, at, from *graph.Node, longest int)
}

// facts are what a Model must know of a Config.
type facts struct {
	vocab, longest int
	layouts        []weights.Layout
	ignored        []string  // patterns of what a file may hold beside
	tied           [2]string // a name, and the parameter whose other name it is
	size           float64   // how many numbers the parameters are
	cached         float64   // how many a position takes while decoding
}

// names are those of the activations that are implemented.
func names(implemented map[string]layers.Activation) []string {
	return slices.Collect(maps.Keys(implemented))
}
