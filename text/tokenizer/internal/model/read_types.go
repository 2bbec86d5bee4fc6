package model

import "fmt"

var (
	fieldsOfBPE       = []string{"vocab", "merges"}
	fieldsOfWordPiece = []string{"vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word"}
	fieldsOfWordLevel = []string{"vocab", "unk_token"}
	fieldsOfUnigram   = []string{"vocab"}
)

// model makes the model of what was read.
func (f *file) model() (Model, error) {
	kind := f.guess()
	if f.kind != nil {
		kind = *f.kind
	}
	switch kind {
	case "BPE":
		return made(f, f.bpe, fieldsOfBPE)
	case "WordPiece":
		return made(f, f.wordPiece, fieldsOfWordPiece)
	case "WordLevel":
		return made(f, f.wordLevel, fieldsOfWordLevel)
	case "Unigram":
		return made(f, f.unigram, fieldsOfUnigram)
	case "":
		return nil, fmt.Errorf("no type, and the fields fit none")
	}
	return nil, fmt.Errorf("type %q: want BPE, WordPiece, WordLevel or Unigram", kind)
}

// guess is the type that the fields fit.
func (f *file) guess() string {
	switch list := f.ids == nil; {
	case !list && f.missing(fieldsOfBPE...) == "":
		return "BPE"
	case !list && f.missing(fieldsOfWordPiece...) == "":
		return "WordPiece"
	case !list && f.missing(fieldsOfWordLevel...) == "":
		return "WordLevel"
	case list && f.missing(fieldsOfUnigram...) == "":
		return "Unigram"
	}
	return ""
}

// made keeps a nil pointer from becoming a Model.
func made[M Model](f *file, make func() (M, error), wanted []string) (Model, error) {
	if names := f.missing(wanted...); names != "" {
		return nil, fmt.Errorf("%s missing", names)
	}
	if f.dropout != 0 {
		return nil, fmt.Errorf("dropout %v: want 0, for encoding is not random here", f.dropout)
	}
	m, err := make()
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (f *file) bpe() (*BPE, error) {
	if f.ids == nil {
		return nil, fmt.Errorf("vocab is an array: BPE wants an object")
	}
	return NewBPE(BPESpec{
		Tokens: f.tokens, IDs: f.ids, Merges: f.merges, Unknown: f.unknown, Prefix: f.prefix, Suffix: f.suffix,
		FuseUnknown: f.fuse, ByteFallback: f.fall, IgnoreMerges: f.all,
	})
}

func (f *file) wordPiece() (*WordPiece, error) {
	if f.ids == nil || f.unknown == nil || f.prefix == nil || f.longest == nil {
		return nil, fmt.Errorf("WordPiece wants an object of tokens, strings and a number, none of them null")
	}
	return NewWordPiece(WordPieceSpec{
		Tokens: f.tokens, IDs: f.ids, Unknown: *f.unknown, Prefix: *f.prefix, Longest: *f.longest,
	})
}

func (f *file) wordLevel() (*WordLevel, error) {
	if f.ids == nil || f.unknown == nil {
		return nil, fmt.Errorf("WordLevel wants an object of tokens, and an unknown token")
	}
	return NewWordLevel(f.tokens, f.ids, *f.unknown)
}

func (f *file) unigram() (*Unigram, error) {
	if f.ids != nil {
		return nil, fmt.Errorf("vocab is an object: Unigram wants an array of tokens and scores")
	}
	spec := UnigramSpec{Tokens: f.tokens, Scores: f.scores, Unknown: -1, ByteFallback: f.fall}
	if f.unknownID != nil {
		spec.Unknown = *f.unknownID
	}
	return NewUnigram(spec)
}
