package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Entities scores tagged sentences by their entities: one is right if its type and
// both its ends are. The zero value counts as conlleval does.
type Entities struct {
	Scheme Scheme
	Tags   Accuracy // of single tags

	types map[string]*Counts
}

// Add counts a sentence: the tags predicted, against those wanted. Lists of
// unequal lengths and tags that are none are an error, and then nothing is
// counted.
func (e *Entities) Add(predicted, wanted []string) error {
	if len(predicted) != len(wanted) {
		return fmt.Errorf("entities: %d predicted tags for %d wanted ones", len(predicted), len(wanted))
	}
	found, err := e.Scheme.Entities(predicted)
	if err != nil {
		return fmt.Errorf("predicted %w", err)
	}
	truth, err := e.Scheme.Entities(wanted)
	if err != nil {
		return fmt.Errorf("wanted %w", err)
	}
	for i, tag := range wanted {
		e.Tags.Total++
		if predicted[i] == tag {
			e.Tags.Right++
		}
	}
	right := map[Entity]bool{}
	for _, x := range truth {
		right[x] = true
		e.count(x.Type).Wanted++
	}
	for _, x := range found {
		c := e.count(x.Type)
		c.Found++
		if right[x] {
			c.Right++
		}
	}
	return nil
}

func (e *Entities) count(kind string) *Counts {
	if e.types == nil {
		e.types = map[string]*Counts{}
	}
	if e.types[kind] == nil {
		e.types[kind] = new(Counts)
	}
	return e.types[kind]
}

// Types lists the types that were found or wanted, sorted.
func (e *Entities) Types() []string { return slices.Sorted(maps.Keys(e.types)) }

// Of is the counts of a type.
func (e *Entities) Of(kind string) Counts {
	if c := e.types[kind]; c != nil {
		return *c
	}
	return Counts{}
}

// Micro is the counts of all types: its F1 is what is called entity F1.
func (e *Entities) Micro() Counts { return micro(e.all()) }

// Macro weighs all types alike.
func (e *Entities) Macro() Scores { return macro(e.all()) }

// Weighted weighs each type by how often it was wanted.
func (e *Entities) Weighted() Scores { return weighted(e.all()) }

func (e *Entities) all() (list []Counts) {
	for _, kind := range e.Types() {
		list = append(list, *e.types[kind])
	}
	return list
}

// Report is the text that conlleval prints, percentages in it.
func (e *Entities) Report() string {
	var b strings.Builder
	sum := e.Micro()
	fmt.Fprintf(&b, "processed %d tokens with %d phrases; found: %d phrases; correct: %d.\n",
		e.Tags.Total, sum.Wanted, sum.Found, sum.Right)
	fmt.Fprintf(&b, "accuracy: %6.2f%%; %s\n", 100*orZero(e.Tags.Value()), percentages(sum))
	for _, kind := range e.Types() {
		c := e.Of(kind)
		fmt.Fprintf(&b, "%17s: %s  %d\n", kind, percentages(c), c.Found)
	}
	return b.String()
}

func percentages(c Counts) string {
	return fmt.Sprintf("precision: %6.2f%%; recall: %6.2f%%; FB1: %6.2f",
		100*orZero(c.Precision()), 100*orZero(c.Recall()), 100*orZero(c.F1()))
}
