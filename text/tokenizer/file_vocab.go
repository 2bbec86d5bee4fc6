package tokenizer

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// ParseVocabTxt reads BERT's vocab.txt, one token a line, and its
// tokenizer_config.json, which may be nil: do_lower_case, strip_accents,
// tokenize_chinese_chars, clean_up_tokenization_spaces (off where it is not said,
// as in transformers 5) and the special tokens.
func ParseVocabTxt(vocab, config []byte) (*Tokenizer, error) {
	c := &configFile{}
	if config != nil {
		var err error
		if c, err = parseConfig(config); err != nil {
			return nil, err
		}
	}
	t, err := parseVocabTxt(vocab, c)
	if err != nil {
		return nil, fmt.Errorf("vocab.txt: %w", err)
	}
	return t, nil
}

func parseVocabTxt(file []byte, c *configFile) (*Tokenizer, error) {
	switch c.Type {
	case "", "BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer", "DistilBertTokenizerFast", "ElectraTokenizer", "ElectraTokenizerFast":
	default:
		return nil, fmt.Errorf("tokenizer_class is %q: it is not supported with a vocab.txt", c.Type)
	}
	if !utf8.Valid(file) {
		return nil, errors.New("it is not UTF-8")
	}
	tokens := strings.Split(strings.TrimSuffix(string(file), "\n"), "\n")
	for i, line := range tokens {
		tokens[i] = strings.TrimSuffix(line, "\r")
	}
	unknown, sep, cls := c.Unknown.or("[UNK]"), c.Separator.or("[SEP]"), c.Class.or("[CLS]")
	m, err := model.NewWordPiece(model.WordPieceSpec{Tokens: tokens, Unknown: unknown, Prefix: "##", Longest: 100})
	if err != nil {
		return nil, err
	}
	sepID, found := m.TokenID(sep)
	clsID, found2 := m.TokenID(cls)
	if !found || !found2 {
		return nil, fmt.Errorf("want %q and %q in it", cls, sep)
	}
	special := []string{c.Padding.or("[PAD]"), unknown, cls, sep, c.Mask.or("[MASK]")}
	t, err := tokenizerOf(m, map[string]any{
		"normalizer": map[string]any{
			"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": c.Chinese == nil || *c.Chinese,
			"strip_accents": c.StripAccents, "lowercase": c.Lowercase == nil || *c.Lowercase,
		},
		"pre_tokenizer":  map[string]any{"type": "BertPreTokenizer"},
		"post_processor": map[string]any{"type": "BertProcessing", "sep": []any{sep, sepID}, "cls": []any{cls, clsID}},
		"decoder":        map[string]any{"type": "WordPiece", "prefix": "##", "cleanup": true},
	}, c.tokens(special, m.TokenID))
	if err != nil {
		return nil, err
	}
	t.options.CleanUp = c.CleanUp
	return t, nil
}
