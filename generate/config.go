package generate

import (
	"fmt"
	"math"
)

// Config says how tokens are chosen and when a row ends. Its zero value is
// greedy: the likeliest token, until the model is full.
//
// JSON names are those of Hugging Face's generation_config.json where both mean
// the same; do_sample has no counterpart, as a temperature above 0 samples.
type Config struct {
	Temperature       float64  `json:"temperature"`        // 0: greedy
	TopK              int      `json:"top_k"`              // 0: off
	TopP              float64  `json:"top_p"`              // 0 or 1: off
	MinP              float64  `json:"min_p"`              // 0: off
	RepetitionPenalty float64  `json:"repetition_penalty"` // 0 or 1: off
	MaxNew            int      `json:"max_new_tokens"`     // of a row; 0: as many as the model can hold
	StopTokens        []int    `json:"stop_tokens"`
	StopStrings       []string `json:"stop_strings"`
	Seed              uint64   `json:"seed"`
}

// coldest is the least temperature: dividing by less may overflow.
const coldest = 1e-6

func (c *Config) check(vocab int) error {
	switch {
	case !(c.Temperature == 0 || c.Temperature >= coldest) || math.IsInf(c.Temperature, 0):
		return fmt.Errorf("Temperature is %v: want at least %v, or 0 for greedy", c.Temperature, coldest)
	case c.TopK < 0:
		return fmt.Errorf("TopK is %d: want at least 1, or 0 for off", c.TopK)
	case !(c.TopP >= 0 && c.TopP <= 1):
		return fmt.Errorf("TopP is %v: want above 0 and at most 1, or 0 for off", c.TopP)
	case !(c.MinP >= 0 && c.MinP <= 1):
		return fmt.Errorf("MinP is %v: want above 0 and at most 1, or 0 for off", c.MinP)
	case !(c.RepetitionPenalty >= 0) || math.IsInf(c.RepetitionPenalty, 0):
		return fmt.Errorf("RepetitionPenalty is %v: want above 0 and finite, or 0 for off", c.RepetitionPenalty)
	case c.MaxNew < 0:
		return fmt.Errorf("MaxNew is %d: want at least 1, or 0 for as many as the model can hold", c.MaxNew)
	}
	for i, t := range c.StopTokens {
		if t < 0 || t >= vocab {
			return fmt.Errorf("StopTokens[%d] is %d: want 0 to %d", i, t, vocab-1)
		}
	}
	for i, s := range c.StopStrings {
		if s == "" {
			return fmt.Errorf("StopStrings[%d] is empty: want a text", i)
		}
	}
	return nil
}

// processors come before the temperature, and are all that beam search has.
func (c *Config) processors(extra []Transform) (list []Transform) {
	if c.RepetitionPenalty != 0 && c.RepetitionPenalty != 1 {
		list = append(list, RepetitionPenalty(c.RepetitionPenalty))
	}
	return append(list, extra...)
}

// warpers shape the distribution that is sampled; none if nothing is.
func (c *Config) warpers() (list []Transform) {
	if c.Temperature == 0 {
		return nil
	}
	if c.Temperature != 1 {
		list = append(list, Temperature(c.Temperature))
	}
	if c.TopK > 0 {
		list = append(list, TopK(c.TopK))
	}
	if c.TopP > 0 && c.TopP < 1 {
		list = append(list, TopP(c.TopP))
	}
	if c.MinP > 0 {
		list = append(list, MinP(c.MinP))
	}
	return list
}
