package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/normalizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pretokenizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/processor"
)

// Parse reads a tokenizer.json. Something in it that is not supported is an error
// that names it.
func Parse(file []byte) (*Tokenizer, error) {
	t, err := parse(file)
	if err != nil {
		return nil, fmt.Errorf("tokenizer.json: %w", err)
	}
	return t, nil
}

func parse(file []byte) (*Tokenizer, error) {
	t := &Tokenizer{parts: &parts{}}
	fields := map[string]json.RawMessage{}
	s := jsontext.New(file)
	err := s.Object(func(key []byte) (err error) {
		name := string(key)
		if name == "model" { // most of the file, read but once
			t.model, err = model.Read(s)
			return err
		}
		raw, err := s.Raw()
		if err == nil && string(raw) != "null" {
			fields[name] = raw
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.End(); err != nil {
		return nil, err
	}
	if v, found := fields["version"]; found && string(v) != `"1.0"` {
		return nil, fmt.Errorf("version is %s: want \"1.0\"", v)
	}
	if t.model == nil {
		return nil, errors.New("there is no model")
	}
	if err := t.readParts(fields); err != nil {
		return nil, err
	}
	return t, nil
}

// readParts reads what is around the model.
func (t *Tokenizer) readParts(fields map[string]json.RawMessage) error {
	if err := errors.Join(
		read(&t.normalizer, fields, "normalizer", normalizer.FromJSON),
		read(&t.preTokenizer, fields, "pre_tokenizer", pretokenizer.FromJSON),
		read(&t.processor, fields, "post_processor", processor.FromJSON),
		read(&t.decoder, fields, "decoder", decoder.FromJSON),
	); err != nil {
		return err
	}
	return errors.Join(t.readAdded(fields["added_tokens"]), t.readOptions(fields))
}

// read makes part of the field, if there is one.
func read[T any](part *T, fields map[string]json.RawMessage, name string, from func(json.RawMessage) (T, error)) error {
	raw, found := fields[name]
	if !found {
		return nil
	}
	p, err := from(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	*part = p
	return nil
}

func (t *Tokenizer) readAdded(raw json.RawMessage) error {
	var list []added.Token
	if raw != nil {
		if err := json.Unmarshal(raw, &list); err != nil {
			return fmt.Errorf("added_tokens: %w", err)
		}
	}
	var err error
	if t.added, err = added.New(list, t.model, t.normalized); err != nil {
		return fmt.Errorf("added_tokens: %w", err)
	}
	t.size = t.model.Size()
	t.added.Each(func(_ int, token added.Token) {
		if _, found := t.model.TokenID(token.Content); !found {
			t.size++
		}
	})
	return nil
}

// normalized is what the normalizer makes of a text.
func (t *Tokenizer) normalized(text string) (string, error) {
	if t.normalizer == nil {
		return text, nil
	}
	var a aligned.Text
	a.Reset(text, 0)
	if err := t.normalizer.Normalize(&a); err != nil {
		return "", err
	}
	return string(a.Bytes()), nil
}

func (t *Tokenizer) readOptions(fields map[string]json.RawMessage) error {
	if raw, found := fields["truncation"]; found {
		t.options.Truncation = &Truncation{}
		if err := json.Unmarshal(raw, t.options.Truncation); err != nil {
			return fmt.Errorf("truncation: %w", err)
		}
	}
	if raw, found := fields["padding"]; found {
		p, zero, err := newPadding(raw)
		if err != nil {
			return fmt.Errorf("padding: %w", err)
		}
		if err := p.check(); err != nil {
			return err
		}
		if zero {
			p = nil // as long as nothing is: nothing is padded
		}
		t.options.Padding = p
	}
	return t.options.check()
}

// paddingFile is padding in a tokenizer.json.
type paddingFile struct {
	Strategy   json.RawMessage `json:"strategy"` // "BatchLongest" or {"Fixed": 8}
	Direction  string          `json:"direction"`
	MultipleOf *int            `json:"pad_to_multiple_of"`
	ID         int             `json:"pad_id"`
	TypeID     int             `json:"pad_type_id"`
	Token      string          `json:"pad_token"`
}

// newPadding is padding in a file, and whether it is to a fixed length of 0, which
// a Padding does not say.
func newPadding(raw json.RawMessage) (p *Padding, zero bool, err error) {
	var f paddingFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, false, err
	}
	p = &Padding{Direction: f.Direction, ID: f.ID, TypeID: f.TypeID, Token: f.Token}
	if f.MultipleOf != nil {
		p.MultipleOf = *f.MultipleOf
	}
	if string(f.Strategy) == `"BatchLongest"` {
		return p, false, nil
	}
	var fixed struct{ Fixed *int }
	if json.Unmarshal(f.Strategy, &fixed) != nil || fixed.Fixed == nil {
		return nil, false, fmt.Errorf(`strategy is %s: want "BatchLongest" or {"Fixed": length}`, f.Strategy)
	}
	p.Length = *fixed.Fixed
	return p, p.Length == 0, nil
}
