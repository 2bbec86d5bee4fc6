package tokenizer

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"sort"
	"strconv"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/added"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// configFile is what matters of a tokenizer_config.json.
type configFile struct {
	Type         string                 `json:"tokenizer_class"`
	Lowercase    *bool                  `json:"do_lower_case"`
	StripAccents *bool                  `json:"strip_accents"`
	Chinese      *bool                  `json:"tokenize_chinese_chars"`
	PrefixSpace  bool                   `json:"add_prefix_space"`
	CleanUp      bool                   `json:"clean_up_tokenization_spaces"`
	CleanUpBPE   bool                   `json:"clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output"`
	Unknown      token                  `json:"unk_token"`
	Begin        token                  `json:"bos_token"`
	End          token                  `json:"eos_token"`
	Separator    token                  `json:"sep_token"`
	Padding      token                  `json:"pad_token"`
	Class        token                  `json:"cls_token"`
	Mask         token                  `json:"mask_token"`
	Added        map[string]added.Token `json:"added_tokens_decoder"`
}

// token is a special token, or what it spells; "" where there is none.
type token string

// UnmarshalJSON reads "[CLS]" or {"content": "[CLS]", …}.
func (t *token) UnmarshalJSON(text []byte) error {
	var object struct {
		Content string `json:"content"`
	}
	if len(text) > 0 && text[0] == '{' {
		err := json.Unmarshal(text, &object)
		*t = token(object.Content)
		return err
	}
	return json.Unmarshal(text, (*string)(t))
}

// or is the token, or another where there is none.
func (t token) or(other string) string {
	if t == "" {
		return other
	}
	return string(t)
}

// readConfig reads the tokenizer_config.json of a folder, if it has one.
func readConfig(folder string) (*configFile, error) {
	text, err := readIfThere(filepath.Join(folder, "tokenizer_config.json"))
	if err != nil || text == nil {
		return &configFile{}, err
	}
	return parseConfig(text)
}

func parseConfig(text []byte) (*configFile, error) {
	c := &configFile{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("tokenizer_config.json: %w", err)
	}
	return c, nil
}

// tokens are those that a text is searched for: the file's, in the order of their
// ids, and the special ones that the vocabulary has.
func (c *configFile) tokens(special []string, known func(token string) (int, bool)) []added.Token {
	var tokens []added.Token
	have := map[string]bool{}
	ids := make([]string, 0, len(c.Added))
	for id := range c.Added {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		a, _ := strconv.Atoi(ids[i])
		b, _ := strconv.Atoi(ids[j])
		return a < b || a == b && ids[i] < ids[j]
	})
	for _, id := range ids {
		tokens = append(tokens, c.Added[id])
		have[c.Added[id].Content] = true
	}
	for _, s := range special {
		if _, found := known(s); found && s != "" && !have[s] {
			tokens = append(tokens, added.Token{Content: s, Special: true})
			have[s] = true
		}
	}
	return tokens
}

// tokenizerOf makes a tokenizer of its parts as a tokenizer.json has them, but for
// the model.
func tokenizerOf(m model.Model, fields map[string]any, tokens []added.Token) (*Tokenizer, error) {
	fields["added_tokens"] = tokens
	raw := map[string]json.RawMessage{}
	for name, value := range fields {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		raw[name] = text
	}
	t := &Tokenizer{parts: &parts{model: m}}
	if err := t.readParts(raw); err != nil {
		return nil, err
	}
	return t, nil
}
