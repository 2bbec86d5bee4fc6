package bert

import (
	"math/bits"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// none is the label that losses do not count.
const none = -100

// Examples are texts, encoded, each with what the model's head is to make of it if
// that is known: what a model is fine-tuned on and measured with. A long text may
// be several, parts of it.
//
// ClassExamples, TagExamples and AnswerExamples make them, for the tasks
// SequenceClassification, TokenClassification or TokenCRF, and QuestionAnswering.
type Examples struct {
	model     *Model
	encodings []*tokenizer.Encoding
	texts     []int    // of which text each is
	targets   []target // nil: nothing is known
	contexts  []string // of questions, by text
	words     []words  // of tags, by text
	longest   int      // tokens of an answer
}

// target is what is wanted of an encoding, by its model's task.
type target struct {
	class    int       // of a text
	several  []float32 // 1 for each label of a text that has several, else 0
	tags     []int     // of each token; none: it has no tag
	from, to int       // the first and last token of an answer; 0, 0: there is none
}

// Len is how many there are.
func (e *Examples) Len() int { return len(e.encodings) }

// Lengths are how many positions each has, for data.NewLengthBatches.
func (e *Examples) Lengths() []int {
	lengths := make([]int, len(e.encodings))
	for i, x := range e.encodings {
		lengths[i] = x.Len()
	}
	return lengths
}

// Known says whether targets are known, so that there is a loss.
func (e *Examples) Known() bool { return e.targets != nil }

// Batch is the inputs of some of them, for Training and Evaluation, or, if targets
// are not known, for Function. They are padded to a multiple of a 32nd of the next
// power of two, so that a Function meets few lengths.
func (e *Examples) Batch(which ...int) graph.Values {
	list, longest := make([]*tokenizer.Encoding, len(which)), 0
	for i, k := range which {
		list[i] = e.encodings[k]
		longest = max(longest, list[i].Len())
	}
	multiple := max(1, 1<<bits.Len(uint(longest-1))/32)
	seq := min((longest+multiple-1)/multiple*multiple, max(longest, e.model.Longest()))
	in := e.model.padded(seq, list)
	if e.model.Config.Task() == TokenCRF {
		in["tagged"] = e.tagged(which, seq)
	}
	if e.targets != nil {
		e.addTargets(in, which, seq)
	}
	return in
}

func (e *Examples) addTargets(in graph.Values, which []int, seq int) {
	n := len(which)
	whole := func(of func(t *target) int) *tensor.Dense {
		x := make([]int, n)
		for i, k := range which {
			x[i] = of(&e.targets[k])
		}
		return tensor.New(tensor.WithShape(n), tensor.WithBacking(x))
	}
	switch {
	case e.model.Config.Task() == QuestionAnswering:
		in["from"], in["to"] = whole(func(t *target) int { return t.from }), whole(func(t *target) int { return t.to })
	case e.model.Config.Task() != SequenceClassification:
		in["labels"] = e.tags(which, seq)
	case e.model.Config.ProblemType == multiLabel:
		labels := len(e.model.Config.Labels())
		x := make([]float32, 0, n*labels)
		for _, k := range which {
			x = append(x, e.targets[k].several...)
		}
		in["labels"] = tensor.New(tensor.WithShape(n, labels), tensor.WithBacking(x))
	default:
		in["labels"] = whole(func(t *target) int { return t.class })
	}
}

// tags are the labels [batch, seq] of tokens.
func (e *Examples) tags(which []int, seq int) *tensor.Dense {
	x := make([]int, len(which)*seq)
	for i := range x {
		x[i] = none
	}
	for row, k := range which {
		copy(x[row*seq:], e.targets[k].tags)
	}
	return tensor.New(tensor.WithShape(len(which), seq), tensor.WithBacking(x))
}

// tagged [batch, seq] is true where a token has a tag: the first of each word.
func (e *Examples) tagged(which []int, seq int) *tensor.Dense {
	x := make([]bool, len(which)*seq)
	for row, k := range which {
		for _, w := range e.words[e.texts[k]].places {
			if w.part == k {
				x[row*seq+w.token] = true
			}
		}
	}
	return tensor.New(tensor.WithShape(len(which), seq), tensor.WithBacking(x))
}
