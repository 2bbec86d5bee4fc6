package generate

import (
	"errors"
	"fmt"
	"math"
)

// Transform changes the logits [vocab] of one row in place. Seen are the row's
// tokens so far, prompt and output. A logit of -Inf hides its token.
//
// A transform may keep scratch between calls, so one serves one goroutine.
type Transform func(logits []float32, seen []int)

// hidden is the logit of a token that cannot be chosen.
var hidden = float32(math.Inf(-1))

// errNothing says that every token is hidden.
var errNothing = errors.New("every logit is -Inf: no token is left to choose")

// usable says what is wrong with logits that cannot be chosen from.
func usable(logits []float32) error {
	visible := false
	for i, l := range logits {
		if l != l || l > math.MaxFloat32 {
			return fmt.Errorf("logits[%d] is %v: want a number", i, l)
		}
		visible = visible || l > hidden
	}
	if !visible {
		return errNothing
	}
	return nil
}
