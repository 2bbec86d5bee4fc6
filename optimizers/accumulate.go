package optimizers

import "fmt"

// Accumulate lets every Every-th step act, on the mean of the gradients since
// the last that did. The links before it see every gradient and may keep no
// state; those after it, and Steps, see those steps alone that act.
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

var accumulateSlots = []string{"gradient_sum"}

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
