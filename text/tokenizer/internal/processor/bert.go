package processor

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/encoded"
)

// enclosing puts cls before the first text, sep behind each and, RoBERTa's way,
// before the second.
type enclosing struct {
	cls, sep Special
	roberta  bool
	trim     *byteLevel // nil: offsets stay
}

type enclosingFile struct {
	Cls    []any `json:"cls"`
	Sep    []any `json:"sep"`
	Trim   *bool `json:"trim_offsets"`
	Prefix *bool `json:"add_prefix_space"`
}

func newBert(raw json.RawMessage) (Processor, error) {
	e, _, err := newEnclosing(raw)
	return e, err
}

func newRoberta(raw json.RawMessage) (Processor, error) {
	e, file, err := newEnclosing(raw)
	if err != nil {
		return nil, err
	}
	if file.Trim == nil || file.Prefix == nil {
		return nil, errors.New("want trim_offsets and add_prefix_space")
	}
	e.roberta = true
	if *file.Trim {
		e.trim = &byteLevel{trim: true, prefix: *file.Prefix}
	}
	return e, nil
}

func newEnclosing(raw json.RawMessage) (*enclosing, *enclosingFile, error) {
	var file enclosingFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, nil, err
	}
	e := &enclosing{}
	var err, err2 error
	e.cls, err = special("cls", file.Cls)
	e.sep, err2 = special("sep", file.Sep)
	if err := errors.Join(err, err2); err != nil {
		return nil, nil, err
	}
	return e, &file, nil
}

// special reads ["[CLS]", 101].
func special(name string, pair []any) (Special, error) {
	if len(pair) == 2 {
		text, isText := pair[0].(string)
		id, isNumber := pair[1].(float64)
		if isText && isNumber && id >= 0 && id == float64(int32(id)) {
			return Special{int32(id), text}, nil
		}
	}
	return Special{}, fmt.Errorf("%s is %v: want [token, id]", name, pair)
}

func (e *enclosing) Added(pair bool) int {
	switch {
	case !pair:
		return 2
	case e.roberta:
		return 4
	}
	return 3
}

func (e *enclosing) Process(m *encoded.Memory, parts []encoded.Part, texts []string, add bool) ([]encoded.Part, error) {
	if e.trim != nil {
		e.trim.trimAll(parts, texts)
	}
	if e.roberta {
		for i := range parts {
			encoded.SetType(parts[i].Tokens, 0)
		}
	}
	if !add {
		return parts, nil
	}
	all := m.Parts()
	special := func(s Special, typeID int32, goes bool) {
		one := [1]encoded.Token{s.token(typeID)}
		*all = append(*all, encoded.Part{Goes: goes, Tokens: m.Copy(one[:])})
	}
	for i, p := range parts {
		p.Of = min(i, 1) + 1
		sequence := p.Of - 1
		if i > 0 && i+1 < len(parts) {
			sequence = encoded.None // of parts that are said to be the second text, the last one is
		}
		p.All(func(tokens []encoded.Token) { e.own(tokens, sequence) })
		var typeID int32
		switch {
		case i == 0:
			special(e.cls, 0, false)
		case e.roberta:
			special(e.sep, 0, false)
		default:
			typeID = 1
		}
		p.Goes = i == 0 || e.roberta
		*all = append(*all, p)
		special(e.sep, typeID, true)
	}
	return *all, nil
}

// own says what the tokens of a text are.
func (e *enclosing) own(tokens []encoded.Token, sequence int) {
	encoded.SetSequence(tokens, sequence)
	for j := range tokens {
		tokens[j].Special = false
		if e.roberta {
			tokens[j].Type = 0
		}
	}
}
