package bert

import (
	"cmp"
	"math"
	"slices"
)

// Predictions are what a model's head makes of Examples, by the text, or question,
// that they were made of.
type Predictions struct {
	Loss float64 // the mean over what counts; NaN if targets are not known

	examples *Examples
	logits   [][]float32 // of each example: [labels], [seq, labels], or start and end, [2, seq]
	tags     [][]int     // TokenCRF's best path [seq]
}

// Class is a label and how probable it is.
type Class struct {
	ID          int
	Label       string
	Probability float64
}

// Classes are those of text i, the most probable first. If a text may have several
// labels, each has its own probability, and those of 0.5 or more are its labels.
func (p *Predictions) Classes(i int) []Class {
	config := p.examples.model.Config
	list := make([]Class, len(p.logits[i]))
	probabilities := softmax(p.logits[i])
	for id, label := range config.Labels() {
		list[id] = Class{id, label, probabilities[id]}
		if config.ProblemType == multiLabel {
			list[id].Probability = 1 / (1 + math.Exp(-float64(p.logits[i][id])))
		}
	}
	slices.SortStableFunc(list, func(a, b Class) int { return cmp.Compare(b.Probability, a.Probability) })
	return list
}

// TaggedWord is a word of a text, in bytes from … to, and its tag.
type TaggedWord struct {
	From, To    int // in the tokens, parted by spaces, if the example had Tokens
	Tag         string
	Probability float64 // 0 where the tag is a path's, see TokenCRF, or the word was cut off
}

// Words are the words of text i. One that has no token has the tag "O", or that of
// id 0 if there is none of that name.
func (p *Predictions) Words(i int) []TaggedWord {
	w, labels := p.examples.words[i], p.examples.model.Config.Labels()
	outside := labels[max(slices.Index(labels, "O"), 0)]
	list := make([]TaggedWord, len(w.spans))
	for k, s := range w.spans {
		list[k] = TaggedWord{From: s[0], To: s[1], Tag: outside}
		at := w.places[k]
		if at.part < 0 {
			continue
		}
		if path := p.tags[at.part]; path != nil {
			if tag := path[at.token]; tag >= 0 && tag < len(labels) {
				list[k].Tag = labels[tag]
			}
			continue
		}
		row := p.logits[at.part][at.token*len(labels) : (at.token+1)*len(labels)]
		best := slices.Index(row, slices.Max(row))
		if best < 0 { // NaN
			continue
		}
		list[k].Tag, list[k].Probability = labels[best], softmax(row)[best]
	}
	return list
}

// Tags are those of text i's words.
func (p *Predictions) Tags(i int) []string {
	words := p.Words(i)
	tags := make([]string, len(words))
	for k, w := range words {
		tags[k] = w.Tag
	}
	return tags
}

// softmax is exp(xᵢ)/Σ exp(xⱼ).
func softmax(x []float32) []float64 {
	y, sum := make([]float64, len(x)), 0.0
	most := slices.Max(x)
	for i := range x {
		y[i] = math.Exp(float64(x[i] - most))
		sum += y[i]
	}
	for i := range y {
		y[i] /= sum
	}
	return y
}

// Labels are what the classes are called, by id.
func (p *Predictions) Labels() []string { return p.examples.model.Config.Labels() }

// MultiLabel says whether a text may have several labels, or none.
func (p *Predictions) MultiLabel() bool { return p.examples.model.Config.IsMultiLabel() }
