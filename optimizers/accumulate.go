package optimizers

import "fmt"

// Accumulate lets every Every-th step act, on the mean of the gradients since
// the last that did. The links before it see every gradient and may keep no
// state; those after it, and Steps, see those steps alone that act.
//
// A parameter without a gradient in some of them has there the gradient zero: it
// takes part in the step if it had one in any. Step cannot find its value then,
// and refuses to act without it.
//
// Micro-batches count alike. Where they do not, as with an ignore index that
// leaves different counts of labels, accumulate by graph.Options.Accumulate.
type Accumulate struct {
	Every int

	count int // gradients in the sum
}

// NewAccumulate makes a link for NewChain or Chain.Before.
func NewAccumulate(every int) *Accumulate { return &Accumulate{Every: every} }

// Count is how many gradients have been added up since the last step that acted.
func (a *Accumulate) Count() int { return a.count }

const sumSlot = "gradient_sum"

var accumulateSlots = []string{sumSlot}

// ends reports whether sums stand from which the next gradients make a step.
func (a *Accumulate) ends() bool { return a.count > 0 && a.count+1 >= a.Every }

// Slots are the sum.
func (a *Accumulate) Slots() []string { return accumulateSlots }

// Begin refuses an Every below 1.
func (a *Accumulate) Begin(int) error {
	if a.Every < 1 {
		return fmt.Errorf("Accumulate.Every is %d: want at least 1", a.Every)
	}
	return nil
}

// Apply makes the mean of the sum.
func (a *Accumulate) Apply(p *Piece) { scale(p.Update, a.scale()) }

func (a *Accumulate) scale() float64 { return 1 / float64(a.gathered()) }

// gathered is how many gradients the sum has as it is used: more than Every if
// that was lowered meanwhile.
func (a *Accumulate) gathered() int { return max(a.count, 1) }
