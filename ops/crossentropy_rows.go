package ops

import (
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/internal/kernel"
)

// labelled is labels and what they weigh.
type labelled[T kernel.Float] struct {
	labels  []int
	weights []T // of the classes; nil: 1 each
	ignore  []int
}

// neverCounts is PyTorch's mark of a label that does not count.
const neverCounts = -100

func (l *labelled[T]) counts(label int) bool {
	return label != neverCounts && !slices.Contains(l.ignore, label)
}

func (l *labelled[T]) weight(label int) float64 {
	if l.weights == nil {
		return 1
	}
	return float64(l.weights[label])
}

// total is the weight of all labels that count.
func (l *labelled[T]) total() (sum float64) {
	for _, label := range l.labels {
		if l.counts(label) {
			sum += l.weight(label)
		}
	}
	return sum
}

// check fails the run if a label that counts is none of the classes.
func (l *labelled[T]) check(c *Call, shape []int, classes int) bool {
	for i, label := range l.labels {
		if (label < 0 || label >= classes) && l.counts(label) {
			c.Fail(fmt.Errorf("labels%s is %d: want 0 to %d, or %d for one that does not count",
				coordinates(shape, i), label, classes-1, neverCounts))
			return false
		}
	}
	return true
}

// coordinates is where element i is, as messages write it: "[2, 1]".
func coordinates(shape []int, i int) string {
	if len(shape) == 0 {
		return ""
	}
	at := make([]int, len(shape))
	for a := len(shape) - 1; a >= 0; a-- {
		at[a], i = i%shape[a], i/shape[a]
	}
	return ShapeString(at)
}

// lossRows is a loss bound to memory.
type lossRows[T kernel.Float] struct {
	loss
	labelled[T]
	call    *Call
	vocab   int
	x       []T       // rows of logits, or of their log softmax
	out, dy []T       // one of the two
	each    []float64 // losses of the rows, to be added up in order
	classes float64   // Σ weights of all classes, where it matters
	inverse float64   // 1 / the weight of all labels that count, or 0
}

func newLossRows[T kernel.Float](l loss, c *Call) *lossRows[T] {
	shape := c.In[0].Shape
	r := &lossRows[T]{loss: l, call: c, vocab: shape[len(shape)-1]}
	r.labelled = labelled[T]{labels: c.In[1].Int, ignore: l.Ignore}
	if l.weighted {
		r.weights = floats[T](c.In[2])
	}
	r.x, r.out, r.dy = floats[T](c.In[0]), floats[T](c.Out), floats[T](c.Dy)
	return r
}

func (r *lossRows[T]) rows() int { return len(r.labels) }

// grain is the number of rows worked on at a time.
func (r *lossRows[T]) grain() int { return max(1, 2*pointGrain/r.vocab) }

func (r *lossRows[T]) row(i int) []T { return r.x[i*r.vocab : (i+1)*r.vocab] }

// start checks the labels and sums the weights; it reports whether the run may
// go on.
func (r *lossRows[T]) start() bool {
	if !r.check(r.call, r.call.In[1].Shape, r.vocab) {
		return false
	}
	if r.Smoothing > 0 {
		r.classes = float64(r.vocab)
		if r.weighted {
			r.classes = 0
			for _, w := range r.weights {
				r.classes += float64(w)
			}
		}
	}
	if r.Reduction == ReductionMean {
		r.inverse = 0
		if total := r.total(); total != 0 {
			r.inverse = 1 / total
		}
	}
	return true
}

// put takes the loss of row i.
func (r *lossRows[T]) put(i int, loss float64) {
	if r.Reduction == ReductionNone {
		r.out[i] = T(loss)
		return
	}
	r.each[i] = loss
}

// forward is the run around the losses of the rows.
func (r *lossRows[T]) forward(losses func()) func() {
	if r.Reduction != ReductionNone {
		r.each = make([]float64, r.rows())
	}
	return func() {
		if !r.start() {
			return
		}
		losses()
		if r.Reduction == ReductionNone {
			return
		}
		var sum float64
		for _, l := range r.each {
			sum += l
		}
		if r.Reduction == ReductionMean {
			sum *= r.inverse
		}
		r.out[0] = T(sum)
	}
}

// backward is the run around the gradients of the rows.
func (r *lossRows[T]) backward(gradients func()) func() {
	return func() {
		if r.start() {
			gradients()
		}
	}
}
