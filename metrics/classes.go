package metrics

import (
	"fmt"
	"slices"
)

// Classes scores a choice of one class among several, from the confusion matrix
// that it counts.
type Classes struct {
	n      int
	counts []int // [wanted, predicted]
}

// NewClasses has n classes, 0 to n−1.
func NewClasses(n int) *Classes { return &Classes{n, make([]int, max(n, 0)*max(n, 0))} }

// Add counts a batch: predicted[i] against wanted[i]. Lists of unequal lengths
// and an id that is no class are an error, and then nothing is counted.
func (c *Classes) Add(predicted, wanted []int) error {
	if len(predicted) != len(wanted) {
		return fmt.Errorf("classes: %d predicted ids for %d wanted ones", len(predicted), len(wanted))
	}
	for i := range wanted {
		for _, id := range []int{predicted[i], wanted[i]} {
			if id < 0 || id >= c.n {
				return fmt.Errorf("classes: id %d at %d, want 0 to %d", id, i, c.n-1)
			}
		}
	}
	for i, id := range wanted {
		c.counts[id*c.n+predicted[i]]++
	}
	return nil
}

// Len is the number of classes.
func (c *Classes) Len() int { return c.n }

// Confusion is how often predicted came where wanted was wanted.
func (c *Classes) Confusion(wanted, predicted int) int { return c.counts[wanted*c.n+predicted] }

// Of is the counts of a class.
func (c *Classes) Of(class int) (k Counts) {
	k.Right = c.Confusion(class, class)
	for other := range c.n {
		k.Found += c.Confusion(other, class)
		k.Wanted += c.Confusion(class, other)
	}
	return k
}

// Accuracy is the share of rightly predicted; NaN of nothing. It is the micro
// average of precision, recall and F1, too.
func (c *Classes) Accuracy() float64 { return c.Micro().Recall() }

// Micro is the counts of all classes together.
func (c *Classes) Micro() Counts { return micro(c.all()) }

// Macro weighs all classes alike.
func (c *Classes) Macro() Scores { return macro(c.all()) }

// Weighted weighs each class by how often it was wanted.
func (c *Classes) Weighted() Scores { return weighted(c.all()) }

func (c *Classes) all() []Counts {
	list := make([]Counts, c.n)
	for class := range list {
		list[class] = c.Of(class)
	}
	return list
}

// Labels scores a choice of any number of labels for each example.
type Labels struct {
	Examples int // counted
	Exact    int // of which every label is right

	labels []Counts
	wrong  int // single decisions
}

// NewLabels has n labels.
func NewLabels(n int) *Labels { return &Labels{labels: make([]Counts, max(n, 0))} }

// Add counts an example: for each label, whether it was predicted, and whether it
// is wanted. Lists of another length than there are labels are an error.
func (l *Labels) Add(predicted, wanted []bool) error {
	if len(predicted) != len(l.labels) || len(wanted) != len(l.labels) {
		return fmt.Errorf("labels: %d predicted and %d wanted, want %d of each", len(predicted), len(wanted), len(l.labels))
	}
	l.Examples++
	if slices.Equal(predicted, wanted) {
		l.Exact++
	}
	for i := range l.labels {
		l.labels[i].Add(Counts{number(predicted[i] && wanted[i]), number(predicted[i]), number(wanted[i])})
		l.wrong += number(predicted[i] != wanted[i])
	}
	return nil
}

// Len is the number of labels.
func (l *Labels) Len() int { return len(l.labels) }

// Of is the counts of a label.
func (l *Labels) Of(label int) Counts { return l.labels[label] }

// Micro is the counts of all labels together.
func (l *Labels) Micro() Counts { return micro(l.labels) }

// Macro weighs all labels alike.
func (l *Labels) Macro() Scores { return macro(l.labels) }

// Weighted weighs each label by how often it was wanted.
func (l *Labels) Weighted() Scores { return weighted(l.labels) }

// ExactMatch is the share of examples of which every label is right.
func (l *Labels) ExactMatch() float64 { return per(float64(l.Exact), l.Examples) }

// HammingLoss is the share of wrong ones among all decisions, Examples·Len.
func (l *Labels) HammingLoss() float64 { return per(float64(l.wrong), l.Examples*len(l.labels)) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
