package tokenizer

import (
	"fmt"
	"sync"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/normalizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/pretokenizer"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/processor"
)

// Tokenizer turns text into tokens as Hugging Face's tokenizers does: special
// tokens are found, the rest is normalized, cut into words, the words into pieces
// of a vocabulary, and special tokens are put around. Load reads one from a file.
//
// A Tokenizer does not change, so one serves many goroutines.
type Tokenizer struct {
	*parts
	options Options
}

// parts are what a file has. Those that it lacks are nil, but for the model.
type parts struct {
	normalizer   normalizer.Normalizer
	preTokenizer pretokenizer.PreTokenizer
	model        model.Model
	processor    processor.Processor
	decoder      decoder.Decoder
	added        *added.Vocabulary
	size         int
	scratches    sync.Pool // of *scratch
}

// Options are what the files say of truncation, padding and cleaning up, or With was
// given.
func (t *Tokenizer) Options() Options { return t.options }

// With is the tokenizer with other options. It shares everything else with t. What is
// wrong with one of them is an error, and so is a stride of more than the tokens that
// special ones leave of MaxLength.
func (t *Tokenizer) With(o Options) (*Tokenizer, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if c := o.Truncation; c != nil {
		left := c.MaxLength
		if t.processor != nil {
			left -= t.processor.Added(false)
		}
		if left >= 0 && left < c.Stride {
			return nil, fmt.Errorf("truncation: stride is %d: want at most the %d tokens that are left beside special ones", c.Stride, left)
		}
	}
	return &Tokenizer{parts: t.parts, options: o}, nil
}

// Size is how many tokens there are, added ones included. Where ids have holes it
// is not more than the largest.
func (t *Tokenizer) Size() int { return t.size }

// ID is the id of a token.
func (t *Tokenizer) ID(token string) (id int, found bool) {
	if id, found = t.added.ID(token); found {
		return id, true
	}
	return t.model.TokenID(token)
}

// Token is the token of an id.
func (t *Tokenizer) Token(id int) (token string, found bool) {
	if token, found = t.added.Text(id); found {
		return token, true
	}
	return t.model.Token(id)
}

// AddedTokens is what texts are searched for, in the order of ids.
func (t *Tokenizer) AddedTokens() []AddedToken {
	list := make([]AddedToken, 0, t.added.Len())
	t.added.Each(func(id int, token added.Token) {
		list = append(list, AddedToken{
			ID: id, Content: token.Content, SingleWord: token.SingleWord, LStrip: token.LStrip,
			RStrip: token.RStrip, Normalized: token.Normalized, Special: token.Special,
		})
	})
	return list
}

// AddedToken is a text that is one token wherever it is found, with its id.
type AddedToken struct {
	ID         int    `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"` // only where no word goes on before or after
	LStrip     bool   `json:"lstrip"`      // with the spaces before
	RStrip     bool   `json:"rstrip"`      // with the spaces after
	Normalized bool   `json:"normalized"`  // found in normalized text, normalized too
	Special    bool   `json:"special"`     // left out of what is decoded
}
