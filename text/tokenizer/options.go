package tokenizer

import (
	"errors"
	"fmt"
)

// Options say how a Tokenizer encodes and decodes. The zero value encodes with
// special tokens, decodes without them, and neither truncates nor pads.
type Options struct {
	NoSpecial    bool        // do not add what the post-processor adds: [CLS], <s> …
	PlainSpecial bool        // special tokens that are spelled in a text are text as any other
	KeepSpecial  bool        // decode special tokens too
	CleanUp      bool        // decode without spaces before . ? ! , n't 's and the like, as transformers does
	Truncation   *Truncation // nil: as long as it is
	Padding      *Padding    // nil: as short as it is
}

// Truncation shortens what is encoded, special tokens included, to MaxLength; as
// the reference does, not at all if MaxLength is less than the special tokens. What
// was cut off of both texts of a pair overflows in every combination, of which more
// than 65,536 are an error. The fields are those of "truncation" in a
// tokenizer.json.
type Truncation struct {
	MaxLength int    `json:"max_length"`
	Stride    int    `json:"stride"`              // tokens that a part repeats of the one before it
	Strategy  string `json:"strategy"`            // of a pair: "LongestFirst", "OnlyFirst" or "OnlySecond"
	Direction string `json:"direction,omitempty"` // where it is cut: "Right" (or "") or "Left"
}

// Padding makes what is encoded longer. The fields are those of "padding" in a
// tokenizer.json, where the strategy is "BatchLongest" or {"Fixed": Length};
// {"Fixed": 0}, which pads nothing, is read as no Padding. ID is not looked up:
// Padding{Token: "[PAD]"} pads with 0, whatever [PAD] is. Tokenizer.PaddingOf has a
// token's id.
type Padding struct {
	Length     int    // as long as this; 0: as the longest of a batch
	MultipleOf int    // and on to a multiple of this; 0: no further
	Direction  string // where padding is added: "Right" (or "") or "Left"
	ID         int    // that is added
	TypeID     int
	Token      string // that is shown in Encoding.Tokens
}

// PaddingOf is Padding with a token of the vocabulary, on the right, as long as the
// longest of a batch.
func (t *Tokenizer) PaddingOf(token string) (*Padding, error) {
	id, found := t.ID(token)
	if !found {
		return nil, fmt.Errorf("tokenizer: padding: %q is no token", token)
	}
	return &Padding{ID: id, Token: token}, nil
}

func (o *Options) check() error { return errors.Join(o.Truncation.check(), o.Padding.check()) }

func (t *Truncation) check() error {
	switch {
	case t == nil:
		return nil
	case t.MaxLength < 0:
		return fmt.Errorf("truncation: max_length is %d: want 0 or more", t.MaxLength)
	case t.Stride < 0:
		return fmt.Errorf("truncation: stride is %d: want 0 or more", t.Stride)
	}
	switch t.Strategy {
	case "LongestFirst", "OnlyFirst", "OnlySecond":
		return direction("truncation", t.Direction)
	}
	return fmt.Errorf(`truncation: strategy is %q: want "LongestFirst", "OnlyFirst" or "OnlySecond"`, t.Strategy)
}

func (p *Padding) check() error {
	switch {
	case p == nil:
		return nil
	case p.Length < 0 || p.Length > mostTokens:
		return fmt.Errorf("padding: length is %d: want 0 to %d", p.Length, mostTokens)
	case p.MultipleOf < 0 || p.MultipleOf > mostTokens:
		return fmt.Errorf("padding: pad_to_multiple_of is %d: want 0 to %d", p.MultipleOf, mostTokens)
	case int64(int32(p.ID)) != int64(p.ID) || p.ID < 0:
		return fmt.Errorf("padding: pad_id is %d: want an id", p.ID)
	case int64(int32(p.TypeID)) != int64(p.TypeID) || p.TypeID < 0:
		return fmt.Errorf("padding: pad_type_id is %d: want 0 or a little more", p.TypeID)
	}
	return direction("padding", p.Direction)
}

// mostTokens is more than any text is padded to.
const mostTokens = 1 << 28

func direction(of, is string) error {
	switch is {
	case "", "Right", "Left":
		return nil
	}
	return fmt.Errorf(`%s: direction is %q: want "Right" or "Left"`, of, is)
}
