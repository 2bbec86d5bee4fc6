package tokenizer

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/jsontext"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/model"
)

// ParseVocabMerges reads GPT-2's vocab.json, {"token": id, …}, and merges.txt, two
// tokens a line, with their tokenizer_config.json, which may be nil:
// tokenizer_class (GPT2Tokenizer or RobertaTokenizer), add_prefix_space and the
// special tokens. clean_up_tokenization_spaces is as in transformers 5, which obeys
// it of BPE only where clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output
// says so as well.
func ParseVocabMerges(vocab, merges, config []byte) (*Tokenizer, error) {
	c := &configFile{}
	if config != nil {
		var err error
		if c, err = parseConfig(config); err != nil {
			return nil, err
		}
	}
	return parseVocabMerges(vocab, merges, c)
}

func loadGPT2(folder string) (*Tokenizer, error) {
	vocab, err := readFile(filepath.Join(folder, "vocab.json"))
	if err != nil {
		return nil, err
	}
	merges, err := readFile(filepath.Join(folder, "merges.txt"))
	if err != nil {
		return nil, err
	}
	c, err := readConfig(folder)
	if err != nil {
		return nil, err
	}
	return parseVocabMerges(vocab, merges, c)
}

func parseVocabMerges(vocab, merges []byte, c *configFile) (*Tokenizer, error) {
	m, err := readBPE(vocab, merges)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{
		"pre_tokenizer":  byteLevelJSON(c.PrefixSpace, true),
		"post_processor": byteLevelJSON(true, false),
		"decoder":        byteLevelJSON(true, true),
	}
	special := []string{c.Begin.or("<|endoftext|>"), c.End.or("<|endoftext|>"), c.Unknown.or("<|endoftext|>"), string(c.Padding)}
	switch strings.TrimSuffix(c.Type, "Fast") {
	case "", "GPT2Tokenizer":
	case "RobertaTokenizer":
		sep, cls := c.Separator.or("</s>"), c.Class.or("<s>")
		sepID, found := m.TokenID(sep)
		clsID, found2 := m.TokenID(cls)
		if !found || !found2 {
			return nil, fmt.Errorf("vocab.json: want %q and %q in it", cls, sep)
		}
		special = []string{cls, c.Padding.or("<pad>"), sep, c.Unknown.or("<unk>"), c.Mask.or("<mask>")}
		fields["post_processor"] = map[string]any{
			"type": "RobertaProcessing", "sep": []any{sep, sepID}, "cls": []any{cls, clsID},
			"trim_offsets": true, "add_prefix_space": c.PrefixSpace,
		}
	default:
		return nil, fmt.Errorf("tokenizer_config.json: tokenizer_class is %q: it is not supported with a merges.txt", c.Type)
	}
	t, err := tokenizerOf(m, fields, c.tokens(special, m.TokenID))
	if err != nil {
		return nil, err
	}
	t.options.CleanUp = c.CleanUp && c.CleanUpBPE
	return t, nil
}

func readBPE(vocab, merges []byte) (model.Model, error) {
	var spec model.BPESpec
	if err := readVocab(vocab, &spec); err != nil {
		return nil, fmt.Errorf("vocab.json: %w", err)
	}
	if err := readMerges(merges, &spec); err != nil {
		return nil, fmt.Errorf("merges.txt: %w", err)
	}
	m, err := model.NewBPE(spec)
	if err != nil {
		return nil, fmt.Errorf("merges.txt: %w", err)
	}
	return m, nil
}

func byteLevelJSON(prefix, trim bool) map[string]any {
	return map[string]any{"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": trim, "use_regex": true}
}

func readVocab(file []byte, spec *model.BPESpec) error {
	s := jsontext.New(file)
	err := s.Object(func(key []byte) error {
		spec.Tokens = append(spec.Tokens, string(key))
		id, err := s.Int(1<<31 - 2)
		spec.IDs = append(spec.IDs, int32(id))
		return err
	})
	return errors.Join(err, s.End())
}

func readMerges(file []byte, spec *model.BPESpec) error {
	lines := strings.Split(strings.TrimRight(string(file), "\r\n"), "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		if strings.HasPrefix(line, "#version") || line == "" {
			continue
		}
		a, b, found := strings.Cut(line, " ")
		if !found || strings.Contains(b, " ") {
			return fmt.Errorf("line %d is %.80q: want two tokens", i+1, line)
		}
		spec.Merges = append(spec.Merges, [2]string{a, b})
	}
	return nil
}
