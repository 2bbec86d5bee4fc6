package trainer

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// golden is a text and what the reference learns from it.
type golden struct {
	Text string
	BPE  []struct {
		Settings settings
		Vocab    map[string]int
		Merges   [][2]string
	}
	Unigram []struct {
		Settings settings
		Vocab    []scored
	}
}

type settings struct {
	VocabSize       int      `json:"vocab_size"`
	MinFrequency    int64    `json:"min_frequency"`
	SpecialTokens   []string `json:"special_tokens"`
	LimitAlphabet   int      `json:"limit_alphabet"`
	InitialAlphabet []string `json:"initial_alphabet"`
	MaxTokenLength  int      `json:"max_token_length"`
	UnkToken        string   `json:"unk_token"`
	SubIterations   int      `json:"n_sub_iterations"`
	ShrinkingFactor float64  `json:"shrinking_factor"`
	MaxPieceLength  int      `json:"max_piece_length"`
}

type scored struct {
	Token string
	Score float64
}

func (s *scored) UnmarshalJSON(raw []byte) error {
	return json.Unmarshal(raw, &[]any{&s.Token, &s.Score})
}

// goldens reads testdata, or the files that GAZE_TOKENIZER_TRAINING names.
func goldens(t testing.TB) (all []golden) {
	for _, name := range append([]string{"testdata/english.json.gz"}, filepathList()...) {
		f, err := os.Open(name)
		require.NoError(t, err)
		z, err := gzip.NewReader(f)
		require.NoError(t, err)
		var g golden
		require.NoError(t, json.NewDecoder(z).Decode(&g))
		require.NoError(t, f.Close())
		all = append(all, g)
	}
	return all
}

func (s settings) alphabet() (letters []rune) {
	for _, letter := range s.InitialAlphabet {
		letters = append(letters, []rune(letter)[0])
	}
	return letters
}
