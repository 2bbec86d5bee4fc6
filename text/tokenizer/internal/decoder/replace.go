package decoder

import (
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/pattern"
)

// replace puts content in the place of a text, or of what a regular expression
// matches.
type replace struct {
	find    pattern.Pattern
	content string
	pieces  bool // no match reaches over the end of a piece: it is one character
}

func newReplace(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Pattern struct {
			String *string `json:"String"`
			Regex  *string `json:"Regex"`
		} `json:"pattern"`
		Content *string `json:"content"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	text := file.Pattern.String
	regular := text == nil
	if regular {
		text = file.Pattern.Regex
	}
	if file.Content == nil || text == nil {
		return nil, errors.New("want content, and a pattern that is a String or a Regex")
	}
	find, err := pattern.New(*text, regular)
	if err != nil {
		return nil, err
	}
	return &replace{find, *file.Content, !regular && utf8.RuneCountInString(*text) == 1}, nil
}

// change leaves a text as it is in which the expression takes too long.
func (r *replace) change(text string) string {
	list := pattern.Borrow()
	defer pattern.Return(list)
	var err error
	if list.Ranges, err = r.find.AppendMatches(list.Ranges, []byte(text)); err != nil || len(list.Ranges) == 0 {
		return text
	}
	var changed []byte
	at := 0
	for _, m := range list.Ranges {
		changed = append(append(changed, text[at:m.Start]...), r.content...)
		at = int(m.End)
	}
	return string(append(changed, text[at:]...))
}

func (r *replace) step(next sink) sink {
	if r.pieces {
		return &replaceStep{r, next}
	}
	return each(next, r.change)
}

type replaceStep struct {
	*replace
	next sink
}

func (r *replaceStep) piece(text string, last bool) { r.next.piece(r.change(text), last) }
func (r *replaceStep) end()                         { r.next.end() }
