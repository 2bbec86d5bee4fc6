package generate

import (
	"encoding/json"
	"fmt"
	"math"
)

// BeamConfig says how beam search goes. What a hypothesis of n new tokens scores
// is
//
//	Σ log P(token) / n^LengthPenalty
//
// Wu et al.: Google's Neural Machine Translation System, 2016, section 7, with
// n^α for the paper's ((5+n)/6)^α, as in transformers.
type BeamConfig struct {
	Beams         int           `json:"num_beams"`      // 1 to 10000
	LengthPenalty float64       `json:"length_penalty"` // 0: off; transformers' default is 1; above 0 favours long outputs
	EarlyStopping EarlyStopping `json:"early_stopping"`
	Return        int           `json:"num_return_sequences"` // hypotheses of each prompt; 0: one
}

// EarlyStopping says when a search ends that has as many finished hypotheses as
// beams. In JSON it is false, true or "never", as in transformers.
type EarlyStopping string

// The rules of EarlyStopping.
const (
	// EarlyFalse ends when the best running beam, scored at its present length,
	// is no better than the worst finished hypothesis.
	EarlyFalse EarlyStopping = ""

	// EarlyTrue ends at once.
	EarlyTrue EarlyStopping = "true"

	// EarlyNever ends when the best running beam can no longer become better than
	// the worst finished hypothesis, at any length if LengthPenalty is above 0.
	EarlyNever EarlyStopping = "never"
)

// MarshalJSON writes false, true or "never".
func (e EarlyStopping) MarshalJSON() ([]byte, error) {
	switch e {
	case EarlyFalse:
		return []byte("false"), nil
	case EarlyTrue:
		return []byte("true"), nil
	case EarlyNever:
		return []byte(`"never"`), nil
	}
	return nil, e.check()
}

// UnmarshalJSON reads false, null, true or "never".
func (e *EarlyStopping) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case "false", "null":
		*e = EarlyFalse
	case "true":
		*e = EarlyTrue
	case `"never"`:
		*e = EarlyNever
	default:
		return fmt.Errorf(`early_stopping is %s: want false, true or "never"`, text)
	}
	return nil
}

var (
	_ json.Marshaler   = EarlyStopping("")
	_ json.Unmarshaler = new(EarlyStopping)
)

func (e EarlyStopping) check() error {
	if e != EarlyFalse && e != EarlyTrue && e != EarlyNever {
		return fmt.Errorf("EarlyStopping is %q: want EarlyFalse, EarlyTrue or EarlyNever", string(e))
	}
	return nil
}

// mostBeams is far beyond what helps, and what most models can hold.
const mostBeams = 10000

func (b *BeamConfig) check(c *Config) error {
	switch {
	case b.Beams < 1 || b.Beams > mostBeams:
		return fmt.Errorf("Beams is %d: want 1 to %d", b.Beams, mostBeams)
	case math.IsNaN(b.LengthPenalty) || math.IsInf(b.LengthPenalty, 0):
		return fmt.Errorf("LengthPenalty is %v: want a finite number", b.LengthPenalty)
	case b.Return < 0 || b.Return > b.Beams:
		return fmt.Errorf("BeamConfig.Return is %d: want at most Beams, %d", b.Return, b.Beams)
	case c.Temperature != 0:
		return fmt.Errorf("Temperature is %v: want 0, as beam search does not sample", c.Temperature)
	case c.TopK != 0:
		return fmt.Errorf("TopK is %d: want 0, as beam search does not sample", c.TopK)
	case c.TopP != 0:
		return fmt.Errorf("TopP is %v: want 0, as beam search does not sample", c.TopP)
	case c.MinP != 0:
		return fmt.Errorf("MinP is %v: want 0, as beam search does not sample", c.MinP)
	}
	return b.EarlyStopping.check()
}

// score is that of a hypothesis of n tokens.
func (b *BeamConfig) score(sum float64, n int) float64 {
	return sum / math.Pow(float64(n), b.LengthPenalty)
}
