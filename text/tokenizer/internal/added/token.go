// Package added finds the tokens that were added to a vocabulary, special ones
// among them, in a text before anything else looks at it.
package added

import (
	"errors"
	"maps"
	"slices"
)

// Token is a text that is one token wherever it is found.
type Token struct {
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"` // only where no word goes on before or after
	LStrip     bool   `json:"lstrip"`      // with the spaces before
	RStrip     bool   `json:"rstrip"`      // with the spaces after
	Normalized bool   `json:"normalized"`  // found in normalized text, normalized too
	Special    bool   `json:"special"`     // left out of what is decoded
}

// Model is what is asked for ids.
type Model interface {
	TokenID(token string) (int, bool) // the id of a token
	Size() int                        // how many tokens there are
}

// Vocabulary has the tokens that were added, each with its id.
type Vocabulary struct {
	tokens            map[int]*entry
	ids               map[string]int
	special           map[string]bool
	plain, normalized matcher
}

type entry struct {
	Token
	shown string // as it is decoded: what normalizing makes of the content
}

// errTooMany bounds ids, which are 32 bits.
var errTooMany = errors.New("added_tokens: too many ids")

// New adds tokens to those of a model. One that the model has keeps its id; the
// others have ids behind all others, in their order, whatever the file says.
func New(tokens []Token, m Model, normalize func(string) (string, error)) (*Vocabulary, error) {
	v := &Vocabulary{tokens: map[int]*entry{}, ids: map[string]int{}, special: map[string]bool{}}
	next := m.Size()
	for _, t := range tokens {
		if id, found := v.ids[t.Content]; t.Content == "" || found && v.tokens[id].Token == t {
			continue
		}
		id, found := v.ID(t.Content)
		if !found {
			id, found = m.TokenID(t.Content)
		}
		if !found {
			id = next
			next++
		}
		if id > 1<<31-2 {
			return nil, errTooMany
		}
		if err := v.add(id, t, normalize); err != nil {
			return nil, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(v.tokens)) {
		if e := v.tokens[id]; e.Normalized {
			v.normalized.add(e.shown, int32(id))
		} else {
			v.plain.add(e.Content, int32(id))
		}
	}
	return v, nil
}

func (v *Vocabulary) add(id int, t Token, normalize func(string) (string, error)) (err error) {
	e := &entry{Token: t, shown: t.Content}
	if t.Normalized {
		if e.shown, err = normalize(t.Content); err != nil {
			return err
		}
	}
	v.ids[t.Content], v.tokens[id] = id, e
	v.special[t.Content] = v.special[t.Content] || t.Special
	return nil
}

// Len is how many tokens were added.
func (v *Vocabulary) Len() int { return len(v.tokens) }

// ID is the id of a token that was added.
func (v *Vocabulary) ID(content string) (int, bool) {
	id, found := v.ids[content]
	return id, found
}

// Text is a token that was added as it is decoded.
func (v *Vocabulary) Text(id int) (string, bool) {
	if e := v.tokens[id]; e != nil {
		return e.shown, true
	}
	return "", false
}

// Special says whether a token that is decoded as text is special.
func (v *Vocabulary) Special(text string) bool { return v.special[text] }

// Each calls f with every token in the order of their ids.
func (v *Vocabulary) Each(f func(id int, t Token)) {
	for _, id := range slices.Sorted(maps.Keys(v.tokens)) {
		f(id, v.tokens[id].Token)
	}
}

// Hide makes a token special that no text spells: it is only decoded.
func (v *Vocabulary) Hide(text string) { v.special[text] = true }
