package optimizers

import "strings"

// Selector chooses parameters by path and shape. Any function will do; it is
// asked once a step for each parameter.
type Selector func(path string, shape []int) bool

// Matrices selects what has two axes or more: the weights of linear layers and
// embeddings, not biases and norms.
func Matrices(_ string, shape []int) bool { return len(shape) >= 2 }

// ExceptBiasAndNorm selects all but biases (a last step that begins with "bias")
// and the parameters of norms (a step that holds "norm" or "Norm", or begins
// with "ln_", as GPT-2's do): what usually decays.
func ExceptBiasAndNorm(path string, _ []int) bool {
	for rest, more := path, true; more; {
		var step string
		step, rest, more = strings.Cut(rest, ".")
		if strings.Contains(step, "norm") || strings.Contains(step, "Norm") || strings.HasPrefix(step, "ln_") {
			return false
		}
		if !more && strings.HasPrefix(step, "bias") {
			return false
		}
	}
	return true
}

// Paths selects what fits one of the patterns, in which * stands for anything,
// dots too: "encoder.layer.0.*", "*.bias".
func Paths(patterns ...string) Selector {
	return func(path string, _ []int) bool {
		for _, p := range patterns {
			if fits(path, p) {
				return true
			}
		}
		return false
	}
}

// Not selects what s does not.
func Not(s Selector) Selector {
	return func(path string, shape []int) bool { return !s(path, shape) }
}

// fits takes what follows each * at the first place where it occurs, which is
// as good as any other, but the last, which must end the path.
func fits(path, pattern string) bool {
	head, pattern, more := strings.Cut(pattern, "*")
	if !more {
		return path == head
	}
	if !strings.HasPrefix(path, head) {
		return false
	}
	path = path[len(head):]
	for {
		var part string
		part, pattern, more = strings.Cut(pattern, "*")
		if !more {
			return strings.HasSuffix(path, part)
		}
		at := strings.Index(path, part)
		if at < 0 {
			return false
		}
		path = path[at+len(part):]
	}
}
