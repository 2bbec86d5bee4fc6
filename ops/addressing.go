package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// addressing is a way in which indices name elements of an array x. One other
// array, y or u, has an element for each that is named.
type addressing interface {
	// check binds use to what indices name, and runs it if all of that exists;
	// else the run fails, before anything is read or written.
	check(c *Call, indices Array, use func(at []int) func()) func()

	gather(c *Call, y, x Array, at []int) func()                // y = x[at]
	put(c *Call, x, u Array, at []int, reduction string) func() // x[at] = u, in order, or the reduction of both
	claim(c *Call, du, dx Array, at []int) func()               // du = dx[at], which becomes 0; the last first
}

// gathering is the Def of x, indices → x[indices].
func gathering(a addressing) Def {
	return Def{
		Forward: func(c *Call) func() {
			return a.check(c, c.In[1], func(at []int) func() { return a.gather(c, c.Out, c.In[0], at) })
		},
		Backward: func(c *Call) func() {
			return a.check(c, c.In[1], func(at []int) func() {
				return inOrder(fillWith(c, c.Grad[0], 0), a.put(c, c.Grad[0], c.Dy, at, "add"))
			})
		},
		Reads: Reads{In: []int{1}},
	}
}

// scattering is the Def of x, indices, updates → x with x[indices] = updates,
// or a reduction of both. gather draws dy[indices], the gradient of updates.
func scattering(a addressing, reduction string, gather func(dy, indices *gorgonia.Node) (*gorgonia.Node, error)) Def {
	d := Def{
		Forward: func(c *Call) func() {
			return a.check(c, c.In[1], func(at []int) func() {
				return inOrder(copyAll(c, c.Out, c.In[0]), a.put(c, c.Out, c.In[2], at, reduction))
			})
		},
		InPlace: []int{0},
	}
	switch reduction {
	case "none":
		d.Backward = func(c *Call) func() {
			return a.check(c, c.In[1], func(at []int) func() { return claimed(c, a, at) })
		}
		d.Reads, d.GradInPlace = Reads{In: []int{1}}, true
	case "add":
		d.Gradient = func(in gorgonia.Nodes, _, dy *gorgonia.Node) (gorgonia.Nodes, error) {
			du, err := gather(dy, in[1])
			return gorgonia.Nodes{dy, nil, du}, err
		}
	default:
		d.Gradient = func(gorgonia.Nodes, *gorgonia.Node, *gorgonia.Node) (gorgonia.Nodes, error) {
			return nil, fmt.Errorf("scatter: reduction %s has no gradient: only none and add have one", reduction)
		}
	}
	return d
}

// claimed binds the gradients of what was replaced and of what replaced it.
func claimed(c *Call, a addressing, at []int) func() {
	dx, du := c.Grad[0], c.Grad[2]
	if !dx.Exists() {
		dx = NewArray(c.Dy.Type)
	}
	return inOrder(copyAll(c, dx, c.Dy), a.claim(c, du, dx, at))
}

var (
	gatherNames  = []string{"x", "indices"}
	scatterNames = []string{"x", "indices", "updates"}
)

// checkScatter says what is wrong with x, indices and updates, which are to be
// of the given shape, or with how updates are joined with x.
func checkScatter(in []Type, reduction string, updates []int) error {
	if err := wantInt("indices", in[1]); err != nil {
		return err
	}
	if kernel.Fold[int](reduction) == nil && reduction != "none" {
		return fmt.Errorf("reduction %q: want none, add, mul, max or min", reduction)
	}
	if reduction != "none" && in[0].Dtype == tensor.Bool {
		return fmt.Errorf("reduction %s: want x of numbers", reduction)
	}
	if want := in[0].With(updates...); !in[2].Equal(want) {
		return fmt.Errorf("updates: want %s", want)
	}
	return nil
}
