package decoder

import (
	"encoding/json"
	"errors"
	"strings"
)

// wordPiece puts a space before every token but the first and those with the
// prefix, which they lose.
type wordPiece struct {
	prefix string
	clean  bool
}

func newWordPiece(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Prefix  *string `json:"prefix"`
		Cleanup *bool   `json:"cleanup"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if file.Prefix == nil || file.Cleanup == nil {
		return nil, errors.New("want prefix and cleanup")
	}
	return wordPiece{*file.Prefix, *file.Cleanup}, nil
}

func (w wordPiece) step(next sink) sink {
	first := true
	return each(next, func(text string) string {
		if !first {
			if rest, found := strings.CutPrefix(text, w.prefix); found {
				text = rest
			} else {
				text = " " + text
			}
		}
		first = false
		if w.clean {
			text = cleanup(text)
		}
		return text
	})
}

// artifacts are what tokens apart from each other leave in English, in the order
// in which they are replaced.
var artifacts = [...][2]string{
	{" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"}, {" n't", "n't"},
	{" 'm", "'m"}, {" do not", " don't"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"},
}

func cleanup(text string) string {
	if !strings.Contains(text, " ") {
		return text
	}
	for _, a := range artifacts {
		text = strings.ReplaceAll(text, a[0], a[1])
	}
	return text
}

// bpe makes a space of the suffix that ends a word, and nothing of the last one.
type bpe struct{ suffix string }

func newBPE(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Suffix *string `json:"suffix"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if file.Suffix == nil {
		return nil, errors.New("want suffix")
	}
	return bpe{*file.Suffix}, nil
}

func (b bpe) step(next sink) sink {
	var held string
	var holds bool
	flush := func(space string) {
		if holds {
			next.piece(strings.ReplaceAll(held, b.suffix, space), true)
		}
		holds = false
	}
	return &whole{next: next, after: func() { flush("") }, token: func(text string) {
		flush(" ")
		held, holds = text, true
	}}
}

// ctc drops what repeats the token before, and padding.
type ctc struct {
	pad, delimiter string
	clean          bool
}

func newCTC(raw json.RawMessage) (Decoder, error) {
	var file struct {
		Pad       *string `json:"pad_token"`
		Delimiter *string `json:"word_delimiter_token"`
		Cleanup   *bool   `json:"cleanup"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	if file.Pad == nil || file.Delimiter == nil || file.Cleanup == nil {
		return nil, errors.New("want pad_token, word_delimiter_token and cleanup")
	}
	return ctc{*file.Pad, *file.Delimiter, *file.Cleanup}, nil
}

func (c ctc) step(next sink) sink {
	var before string
	first := true
	return &whole{next: next, token: func(text string) {
		if !first && text == before {
			return
		}
		first, before = false, text
		text = strings.ReplaceAll(text, c.pad, "")
		if c.clean {
			text = strings.ReplaceAll(cleanup(text), c.delimiter, " ")
		}
		if text != "" {
			next.piece(text, true)
		}
	}}
}
