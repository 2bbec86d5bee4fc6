package gpt

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// checks collects what is wrong with a config.
type checks []error

// add is an error unless ok: the field, its value, and what is wanted.
func (c *checks) add(ok bool, field string, value any, want string, args ...any) {
	if !ok {
		text, _ := json.Marshal(value)
		*c = append(*c, fmt.Errorf("%s is %s: want %s", field, text, fmt.Sprintf(want, args...)))
	}
}

// known wants the activation to be one that is implemented.
func (c *checks) known(field, name string, implemented map[string]layers.Activation) {
	_, ok := implemented[name]
	c.add(ok, field, name, "one of those implemented, %q", slices.Sorted(maps.Keys(implemented)))
}

// sizes wants each of the fields to be 1 to most: more is a mistake, or malice.
func (c *checks) sizes(fields map[string]int) {
	const most = 1 << 28
	for field, n := range fields {
		c.add(n >= 1 && n <= most, field, n, "1 to %d", most)
	}
}

// rates wants each to be a probability below 1.
func (c *checks) rates(fields map[string]float64) {
	for field, p := range fields {
		c.add(p >= 0 && p < 1, field, p, "0 to below 1")
	}
}

// off wants a field that is not supported to say so, or nothing.
func (c *checks) off(field string, raw json.RawMessage) {
	c.add(slices.Contains([]string{"", "null", "false", "{}", "[]"}, string(raw)), field, raw, "null or false: it is not supported")
}

// only wants a field to be missing, null, or one of the values implemented.
func (c *checks) only(field string, raw json.RawMessage, values ...string) {
	ok := len(raw) == 0 || string(raw) == "null" || slices.Contains(values, string(raw))
	c.add(ok, field, raw, "%s: others are not supported", values[0])
}

// join is one error that lists all, in the order of their texts.
func (c checks) join(name string) error {
	if len(c) == 0 {
		return nil
	}
	slices.SortFunc(c, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return fmt.Errorf("%s: %w", name, errors.Join(c...))
}
