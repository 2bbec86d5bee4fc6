package decoder

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// replace puts content in the place of a text.
type replace struct{ old, content string }

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
	switch {
	case file.Content == nil:
		return nil, errors.New("want content")
	case file.Pattern.Regex != nil:
		return nil, errors.New("pattern is a Regex: it is not supported in a decoder")
	case file.Pattern.String == nil:
		return nil, errors.New("pattern: want a String")
	}
	return replace{*file.Pattern.String, *file.Content}, nil
}

func (r replace) change(text string) string { return strings.ReplaceAll(text, r.old, r.content) }

func (r replace) step(next sink) sink {
	if utf8.RuneCountInString(r.old) == 1 {
		return &replaceStep{r, next} // no piece cuts a character
	}
	return each(next, r.change)
}

type replaceStep struct {
	replace
	next sink
}

func (r *replaceStep) piece(text string, last bool) { r.next.piece(r.change(text), last) }
func (r *replaceStep) end()                         { r.next.end() }
