package optimizers

import (
	"math"
	"strconv"
	"strings"
)

// Rate is a factor for the learning rate of the parameters that fit a pattern, as
// of Paths.
type Rate struct {
	Pattern string
	Factor  float64
}

// Rates is for Descent.Factor: each parameter has the factor of the first pattern
// that it fits, 1 if there is none.
func Rates(rates ...Rate) func(path string, shape []int) float64 {
	return func(path string, _ []int) float64 {
		for _, r := range rates {
			if fits(path, r.Pattern) {
				return r.Factor
			}
		}
		return 1
	}
}

// LayerDecay is for Descent.Factor: with a decay such as 0.9, what is nearer to the
// input of a model of so many layers learns slower (Howard and Ruder 2018,
// Universal Language Model Fine-tuning; in ELECTRA's and BEiT's form):
//
//	decay^(layers − i)     the parameters of layer i, from 0
//	decay^(layers + 1)     embeddings
//	1                      all others: pooler, head, last norm
//
// A layer's path has its number after "layer", "layers", "h", "block" or "blocks",
// an embedding's has "embed" in a step before that, or is wte or wpe.
func LayerDecay(decay float64, layers int) func(path string, shape []int) float64 {
	factors := make([]float64, max(layers, 0)+2) // by depth: embeddings, layers, the rest
	for depth := range factors {
		factors[depth] = math.Pow(decay, float64(len(factors)-1-depth))
	}
	return func(path string, _ []int) float64 {
		return factors[min(depthOf(path, len(factors)-1), len(factors)-1)]
	}
}

// depthOf is 0 for embeddings, i+1 for layer i, and otherwise the top.
func depthOf(path string, top int) int {
	numbered := false
	for rest, more := path, true; more; {
		var step string
		step, rest, more = strings.Cut(rest, ".")
		if numbered {
			if layer, err := strconv.ParseUint(step, 10, 31); err == nil {
				return int(layer) + 1
			}
		}
		if strings.Contains(step, "embed") || step == "wte" || step == "wpe" {
			return 0
		}
		switch step {
		case "layer", "layers", "h", "block", "blocks":
			numbered = true
		default:
			numbered = false
		}
	}
	return top
}
