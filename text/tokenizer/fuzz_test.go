package tokenizer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// sound says what holds of everything that is encoded.
func sound(t *testing.T, tok *Tokenizer, text string) {
	e, err := tok.Encode(text)
	if err != nil {
		return
	}
	for i, b := range e.Bytes {
		require.True(t, 0 <= b[0] && b[0] <= len(text) && 0 <= b[1] && b[1] <= len(text), "token %d is at %v", i, b)
		if b[0] <= b[1] {
			require.Equal(t, utf8.RuneCountInString(text[b[0]:b[1]]), e.Runes[i][1]-e.Runes[i][0])
		}
	}
	ids, err := tok.EncodeIDs(text)
	require.NoError(t, err)
	require.Equal(t, e.IDs, ids)
	s := tok.NewStream()
	var shown strings.Builder
	for _, id := range ids {
		shown.WriteString(s.Next(id))
	}
	shown.WriteString(s.End())
	require.Equal(t, tok.Decode(ids), shown.String())
}

var fuzzed = []string{"", "a", "Hello, world! 你好", "\xff\xfe a", "<s> x</s>", "ab  ▁ <0x41>\n\n", "e\u0301\u200d👨‍👩‍👧", "[CLS] don't ' s . , ?"}

// FuzzEncode: no text makes any tokenizer panic, and offsets lie in it.
func FuzzEncode(f *testing.F) {
	for _, text := range fuzzed {
		f.Add(text)
	}
	var all []*Tokenizer
	for _, name := range []string{"bl_llama3", "bl_roberta", "ms_llama2", "wp_zh_lower", "made_albert", "made_clip", "made_ctc", "made_gemma", "made_bpe_prefix", "made_gpt4o"} {
		t := golden(f, name)
		clean := *t
		clean.options = Options{CleanUp: true, KeepSpecial: true, NoSpecial: true}
		all = append(all, t, &clean)
	}
	spm, err := ParseSentencePiece(unzipped(f, "testdata/hf/spm_made_unigram_user.model.gz"))
	require.NoError(f, err)
	bpe, err := ParseSentencePiece(unzipped(f, "testdata/hf/spm_bpe_llama.model.gz"))
	require.NoError(f, err)
	all = append(all, spm, bpe)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		for _, tok := range all {
			sound(t, tok, text)
		}
	})
}

// FuzzParse: no tokenizer.json panics, and what is read encodes.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"made_ctc", "made_bpe_prefix"} {
		file := string(unzipped(f, "testdata/hf/"+name+".tokenizer.json.gz"))
		f.Add([]byte(file[:strings.Index(file, `"vocab"`)] + `"vocab": {"a": 0, "[UNK]": 1, "<unk>": 2}, "merges": []}}`))
	}
	f.Add([]byte(`{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a", -1.5], ["▁b", -2]]}, "added_tokens": [{"id": 9, "content": " x", "lstrip": true, "rstrip": true}],
		"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": "(?<!a)b+"}, "content": "a"}]},
		"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\\s+(?!\\S)|\\w+"}, "behavior": "MergedWithNext", "invert": true},
		"post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}], "pair": [], "special_tokens": {}},
		"truncation": {"max_length": 3, "stride": 1, "strategy": "LongestFirst"}, "padding": {"strategy": {"Fixed": 4}, "direction": "Left", "pad_id": 1, "pad_type_id": 0, "pad_token": "p"}}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		tok, err := Parse(file)
		if err != nil {
			return
		}
		if p := tok.options.Padding; p != nil && p.length(9) > 1<<12 {
			return
		}
		tok.options.Padding = nil // a stream shows padding, too
		for _, text := range fuzzed {
			sound(t, tok, text)
			_, _ = tok.EncodePair(text, "b a") // truncation may fail
		}
	})
}

// FuzzSentencePiece: no .model panics, and what is read encodes.
func FuzzSentencePiece(f *testing.F) {
	model := unzipped(f, "testdata/hf/spm_bpe_llama.model.gz")
	f.Add(model[:2000])
	f.Add([]byte("\n\x0e\n\x05<unk>\x15\x00\x00\x00\x00\x18\x02\n\x0a\n\x03\xe2\x96\x81\x15\x00\x00\x80\xbf\n\x08\n\x01a\x15\x00\x00\x00\xc0\x12\x04\x18\x01\x18\x01"))
	f.Fuzz(func(t *testing.T, file []byte) {
		tok, err := ParseSentencePiece(file)
		if err != nil {
			return
		}
		for _, text := range fuzzed {
			sound(t, tok, text)
		}
	})
}

// FuzzTiktoken: no file of ranks panics.
func FuzzTiktoken(f *testing.F) {
	f.Add([]byte("YQ== 0\nYg== 1\nYWI= 2\n"), `\w+|\s+`)
	f.Fuzz(func(t *testing.T, file []byte, pattern string) {
		file = append(allBytes(), file...)
		tok, err := ParseRanks(file, pattern, map[string]int{"<|end|>": 1 << 20})
		if err != nil {
			return
		}
		for _, text := range fuzzed {
			sound(t, tok, text)
		}
	})
}

// FuzzVocabFiles: no vocab.txt, merges.txt or config panics.
func FuzzVocabFiles(f *testing.F) {
	f.Add([]byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\n"), []byte(`{"do_lower_case": false, "mask_token": {"content": "a"}}`))
	f.Add([]byte("#version: 0.2\na b\nab c\n"), []byte(`{"tokenizer_class": "RobertaTokenizer"}`))
	vocab := []byte(`{"a": 0, "b": 1, "ab": 2, "c": 3, "abc": 4, "<s>": 5, "</s>": 6}`)
	f.Fuzz(func(t *testing.T, file, config []byte) {
		if tok, err := ParseVocabTxt(file, config); err == nil {
			sound(t, tok, fuzzed[2])
		}
		if tok, err := ParseVocabMerges(vocab, file, config); err == nil {
			sound(t, tok, fuzzed[2])
		}
	})
}
