package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gaze-ml/gaze/text/clean"
	"github.com/gaze-ml/gaze/text/segment"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// task is what is done with a text.
type task struct {
	name    string
	long    bool // with a megabyte as well
	prepare func() (func(text string) error, error)
}

func tasks(testdata string) ([]task, error) {
	list, err := tokenizers(testdata)
	return append(append(list, steps()...), segmenters()...), err
}

// tokenizers encode and decode: byte-level BPE that is cut into words, BPE on whole
// texts, WordPiece, Unigram, WordLevel; and shorter texts with BPE of suffixes and of
// prefixes, and SentencePiece's two.
func tokenizers(testdata string) (list []task, err error) {
	const long = 5
	for i, name := range []string{
		"bl_llama3.tokenizer.json", "ms_llama2.tokenizer.json", "wp_zh_lower.tokenizer.json", "made_albert.tokenizer.json",
		"made_ctc.tokenizer.json",
		"made_clip.tokenizer.json", "made_bpe_prefix.tokenizer.json", "spm_bpe_llama.model", "spm_made_unigram_user.model",
	} {
		t, err := open(filepath.Join(testdata, name+".gz"))
		if err != nil {
			return nil, err
		}
		list = append(list, task{"tokenizer " + name, i < long, func() (func(string) error, error) {
			return func(text string) error {
				e, err := t.Encode(text)
				if err == nil {
					t.Decode(e.IDs)
				}
				return err
			}, nil
		}})
	}
	return list, nil
}

// open reads a vocabulary. WordPiece is not allowed to give up long words.
func open(path string) (t *tokenizer.Tokenizer, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	file, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".model.gz") {
		return tokenizer.ParseSentencePiece(file)
	}
	const most = `"max_input_chars_per_word":`
	return tokenizer.Parse(bytes.Replace(file, []byte(most), []byte(most+"1000000"), 1))
}

// steps are those of cleaning.
func steps() (list []task) {
	for _, d := range clean.Steps() {
		name := d.Name
		if name == "scripts" {
			name = "scripts=zh"
		}
		list = append(list, task{"clean " + d.Name, false, func() (func(string) error, error) {
			steps, err := clean.Parse(name)
			if err != nil {
				return nil, err
			}
			p, err := clean.New(steps...)
			return func(text string) error { return p.Run(io.Discard, strings.NewReader(text)) }, err
		}})
	}
	return list
}

func segmenters() (list []task) {
	gold := [][]string{{"我", "在", "中国"}, {"他", "不", "是", "我"}, {"大人", "来", "了"}, {"aaaaaaaa", "aa", "a"}}
	d := segment.NewDictionaryOf(gold)
	pattern, err := segment.NewRegexp(`\p{Han}|[\p{L}\p{N}]+|[^\s]`)
	for name, s := range map[string]segment.Segmenter{
		"whitespace": segment.Whitespace{}, "punctuation": segment.Punctuation{}, "regexp": pattern,
		"forward": segment.Forward{Dictionary: d}, "backward": segment.Backward{Dictionary: d}, "two-way": segment.TwoWay{Dictionary: d},
		"hmm": segment.TrainHMM(gold), "ngram": segment.TrainNgram(gold, nil), "perceptron": segment.TrainPerceptron(gold, 2, 1),
	} {
		list = append(list, task{"segment " + name, false, func() (func(string) error, error) {
			return func(text string) error {
				s.Segment(text)
				return nil
			}, err
		}})
	}
	return list
}
