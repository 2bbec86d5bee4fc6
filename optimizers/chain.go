package optimizers

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/weights"
)

// Chain runs transforms in order and subtracts what they make of the gradients
// from the parameters. The named optimizers are chains, and the zero Chain is
// none: make one by NewChain. Goroutines may use it at once. It is not to be
// copied.
type Chain struct {
	// Frozen selects parameters that are left as they are, without decay, state
	// or a part in the norm; nil is none. It may change between steps.
	Frozen Selector

	mu     sync.Mutex
	links  []Transform
	steps  int
	norm   float64 // of the gradients
	known  map[string]*state
	target []target // of the last step, so that the next need not ask again
	plan   *plan
	team   *kernel.Team // nil is the default one
}

// NewChain makes an optimizer of links. A Descent, which brings the learning
// rate, is usually the last.
func NewChain(links ...Transform) *Chain { return &Chain{links: links} }

// Before puts links in front of the others.
func (c *Chain) Before(links ...Transform) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.links = append(append([]Transform{}, links...), c.links...)
	c.plan = nil
}

// Steps counts how often the parameters were updated.
func (c *Chain) Steps() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.steps
}

// GradientNorm is the norm of all gradients of the last step together, as they
// were given.
func (c *Chain) GradientNorm() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.norm
}

// Update takes one step on the parameters of store that have a gradient. It is
// an error if the store has no such parameter, if shape or dtype differ, if a
// gradient is not finite or too large (ErrNotFinite), or if a setting is out of
// range; then nothing changes.
func (c *Chain) Update(store *weights.Store, g Gradients) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if store == nil || missing(g) {
		return fmt.Errorf("update: the store or the gradients are nil: run the machine of a graph with Minimize before")
	}
	if err := c.collect(store, g); err != nil {
		return fmt.Errorf("update: %w", err)
	}
	if err := c.step(store.Update); err != nil {
		return fmt.Errorf("update: %w", err)
	}
	return nil
}

// missing sees through the interface: a graph.Function has no gradients before
// its first run.
func missing(x any) bool {
	v := reflect.ValueOf(x)
	return x == nil || v.Kind() == reflect.Pointer && v.IsNil()
}

// step takes a step on the targets; within is called with what writes to them.
func (c *Chain) step(within func(write func() error) error) error {
	if err := c.prepare(); err != nil {
		return err
	}
	p := c.plan
	norm, err := p.checkGradients()
	if err != nil {
		return err
	}
	c.norm = norm
	for i := range p.stages[:len(p.stages)-1] {
		if !p.advance(&p.stages[i]) {
			return nil
		}
	}
	if err := within(p.write); err != nil {
		return err
	}
	c.steps++
	p.finish()
	return nil
}
