package bert

import (
	"fmt"
	"sort"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// words are those of a text, and where the first token of each is.
type words struct {
	spans  [][2]int // in bytes of the text
	places []place  // by word; one that was cut off or has no token: part -1
}

// place is a token of an encoding.
type place struct{ part, token int }

// TagExamples encodes sentences. Each word's tag is put on its first token; those
// after it, and special ones, have none. Sentences that are longer than the
// tokenizer allows are cut into parts. A tag that the model does not know is an
// error that names the line.
//
// An example of Tokens has these as words; of one that has a Text the words are
// found by the tokenizer. If no example has tags, they are not known.
func (m *Model) TagExamples(t *tokenizer.Tokenizer, list []data.Example) (*Examples, error) {
	if task := m.Config.Task(); task != TokenClassification && task != TokenCRF {
		return nil, m.refuse(TokenClassification)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("examples of tags: there are none")
	}
	known := false
	for _, x := range list {
		known = known || len(x.Tags) > 0
	}
	tags, err := data.NewLabelMap(m.Config.Labels()...)
	if err != nil {
		return nil, err
	}
	e := &Examples{model: m}
	for i, x := range list {
		if err := e.addSentence(t, i, x); err != nil {
			return nil, fmt.Errorf("%s: %w", x.At, err)
		}
		if !known {
			continue
		}
		if len(x.Tags) != len(x.Tokens) {
			return nil, fmt.Errorf("%s: %d tags of %d words", x.At, len(x.Tags), len(x.Tokens))
		}
		ids, err := tags.Tags(x)
		if err != nil {
			return nil, err
		}
		e.addTags(i, ids)
	}
	return e, nil
}

// addSentence encodes text number i, and finds its words' first tokens.
func (e *Examples) addSentence(t *tokenizer.Tokenizer, i int, x data.Example) error {
	text, spans := x.Text, [][2]int(nil)
	if len(x.Tokens) > 0 {
		text = strings.Join(x.Tokens, " ")
		at := 0
		for _, w := range x.Tokens {
			spans = append(spans, [2]int{at, at + len(w)})
			at += len(w) + 1
		}
	}
	encoded, err := t.Encode(text)
	if err != nil {
		return err
	}
	if encoded.Len() == 0 {
		return fmt.Errorf("the text has no tokens")
	}
	parts := append([]*tokenizer.Encoding{encoded}, encoded.Overflow...)
	if spans == nil {
		spans = spansOf(parts)
	}
	w := words{spans, make([]place, len(spans))}
	for k := range w.places {
		w.places[k].part = -1
	}
	for _, p := range parts {
		w.find(p, len(e.encodings))
		e.encodings, e.texts = append(e.encodings, p), append(e.texts, i)
	}
	e.words = append(e.words, w)
	return nil
}

// spansOf are the words that the tokenizer has found.
func spansOf(parts []*tokenizer.Encoding) (spans [][2]int) {
	last := -1
	for _, p := range parts {
		for k, w := range p.Words {
			switch {
			case w < 0 || p.SpecialMask[k] == 1:
			case w != last:
				spans, last = append(spans, p.Bytes[k]), w
			default:
				spans[len(spans)-1][1] = max(spans[len(spans)-1][1], p.Bytes[k][1])
			}
		}
	}
	return spans
}

// find gives each word without a token the first one of this part that begins in it.
func (w *words) find(p *tokenizer.Encoding, part int) {
	for token, b := range p.Bytes {
		if p.SpecialMask[token] == 1 || b[0] == b[1] {
			continue
		}
		k := sort.Search(len(w.spans), func(k int) bool { return w.spans[k][1] > b[0] })
		if k < len(w.spans) && b[1] > w.spans[k][0] && w.places[k].part < 0 {
			w.places[k] = place{part, token}
		}
	}
}

// addTags makes the targets of text i, the last that was added.
func (e *Examples) addTags(i int, ids []int) {
	for k := len(e.targets); k < len(e.encodings); k++ {
		tags := make([]int, e.encodings[k].Len())
		for token := range tags {
			tags[token] = none
		}
		e.targets = append(e.targets, target{tags: tags})
	}
	for word, at := range e.words[i].places {
		if at.part >= 0 {
			e.targets[at.part].tags[at.token] = ids[word]
		}
	}
}
