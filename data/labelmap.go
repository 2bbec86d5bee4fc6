package data

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// LabelMap numbers labels, or tags, from 0.
type LabelMap struct {
	names []string
	ids   map[string]int
}

// NewLabelMap numbers names in their order. Empty ones and ones given twice are
// errors.
func NewLabelMap(names ...string) (*LabelMap, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("labels: there are none")
	}
	m := &LabelMap{slices.Clone(names), map[string]int{}}
	for i, name := range names {
		if _, twice := m.ids[name]; twice || name == "" {
			return nil, fmt.Errorf("labels: %q at %d: want names that are not empty, each once", name, i)
		}
		m.ids[name] = i
	}
	return m, nil
}

// LabelsOf numbers the labels of texts as they are sorted. A text without a label
// is an error.
func LabelsOf(all []Example) (*LabelMap, error) {
	return mapOf(all, "label", func(e Example) []string { return e.Labels })
}

// TagsOf numbers the tags of words as they are sorted. Words without tags are an
// error.
func TagsOf(all []Example) (*LabelMap, error) {
	return mapOf(all, "tag", func(e Example) []string { return e.Tags })
}

func mapOf(all []Example, kind string, of func(Example) []string) (*LabelMap, error) {
	names := map[string]bool{}
	for _, e := range all {
		if len(of(e)) == 0 {
			return nil, fmt.Errorf("%s: has no %s", e.At, kind)
		}
		for _, name := range of(e) {
			names[name] = true
		}
	}
	return NewLabelMap(slices.Sorted(maps.Keys(names))...)
}

// Len is the number of labels.
func (m *LabelMap) Len() int { return len(m.names) }

// Name is the label of a number.
func (m *LabelMap) Name(id int) string { return m.names[id] }

// Names is a copy of the labels, by number.
func (m *LabelMap) Names() []string { return slices.Clone(m.names) }

// ID is the number of a label; one that is not known is an error that says which
// are.
func (m *LabelMap) ID(name string) (int, error) {
	id, known := m.ids[name]
	if !known {
		return 0, fmt.Errorf("label %q is not among those seen in training: %s", name, m.some())
	}
	return id, nil
}

// some is a few names, for a message.
func (m *LabelMap) some() string {
	const few = 8
	list := strings.Join(m.names[:min(few, len(m.names))], ", ")
	if n := len(m.names) - few; n > 0 {
		list += fmt.Sprintf(" and %d others", n)
	}
	return list
}

// Labels is the numbers of a text's labels; an error names its line.
func (m *LabelMap) Labels(e Example) ([]int, error) { return m.all(e, e.Labels) }

// Tags is the numbers of words' tags; an error names their first line.
func (m *LabelMap) Tags(e Example) ([]int, error) { return m.all(e, e.Tags) }

func (m *LabelMap) all(e Example, names []string) ([]int, error) {
	ids := make([]int, len(names))
	for i, name := range names {
		var err error
		if ids[i], err = m.ID(name); err != nil {
			return nil, fmt.Errorf("%s: %w", e.At, err)
		}
	}
	return ids, nil
}
