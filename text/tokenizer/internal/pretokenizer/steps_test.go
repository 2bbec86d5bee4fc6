package pretokenizer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/normalizer"
)

// stepsCase is a line of steps.jsonl.gz: the character map, or all texts, or what
// becomes of each by a normalizer and a pre-tokenizer.
type stepsCase struct {
	Charsmap     string
	Texts        []string
	Normalizer   json.RawMessage
	PreTokenizer json.RawMessage `json:"pre_tokenizer"`
	Answers      [][2]json.RawMessage
}

// steps holds a file against what is made of its texts here.
func steps(t *testing.T, name string) {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	z, err := gzip.NewReader(file)
	require.NoError(t, err)
	var charsmap string
	var texts []string
	for r := bufio.NewReaderSize(z, 1<<20); ; {
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		var c stepsCase
		require.NoError(t, json.Unmarshal(line, &c))
		switch {
		case c.Charsmap != "":
			charsmap = c.Charsmap
		case c.Texts != nil:
			texts = c.Texts
		default:
			t.Run(string(c.Normalizer)+" "+string(c.PreTokenizer), func(t *testing.T) {
				c.Normalizer = bytes.ReplaceAll(c.Normalizer, []byte("CHARSMAP"), []byte(charsmap))
				c.hold(t, texts)
			})
		}
	}
	require.NotEmpty(t, texts)
}

func (c *stepsCase) hold(t *testing.T, texts []string) {
	t.Helper()
	n, err := normalizer.FromJSON(c.Normalizer)
	require.NoError(t, err)
	p, err := FromJSON(c.PreTokenizer)
	require.NoError(t, err)
	require.Len(t, c.Answers, len(texts))
	var splits Splits
	var text aligned.Text
	wrong := 0
	for i, original := range texts {
		text.Reset(original, 0)
		if n != nil {
			require.NoError(t, n.Normalize(&text))
		}
		splits.Reset(&text)
		if p == nil {
			p = fixedLength(1)
		}
		require.NoError(t, p.PreTokenize(&splits))
		var want []string
		var offsets []int
		require.NoError(t, json.Unmarshal(c.Answers[i][0], &want))
		require.NoError(t, json.Unmarshal(c.Answers[i][1], &offsets))
		pieces, places := shown(&splits, original)
		same := want == nil || strings.Join(pieces, "\x00\x01") == strings.Join(want, "\x00\x01")
		same = same && len(places) == len(offsets)
		for k := range places {
			same = same && places[k] == offsets[k]
		}
		if !same {
			if wrong++; wrong <= 3 {
				t.Errorf("text %d %+q\nwant %+q %v\nhave %+q %v", i, original, want, offsets, pieces, places)
			}
		}
	}
	require.Zero(t, wrong, "of %d", len(texts))
}

// shown is the pieces and where they are in the original, in code points.
func shown(s *Splits, original string) (pieces []string, places []int) {
	for _, p := range s.List {
		pieces = append(pieces, string(s.Text.Bytes()[p.Start:p.End]))
		from, to := s.Text.Original(int(p.Start), int(p.End))
		places = append(places, utf8.RuneCountInString(original[:from]), utf8.RuneCountInString(original[:to]))
	}
	return pieces, places
}

func TestStepsAsTheReference(t *testing.T) { steps(t, "testdata/steps.jsonl.gz") }

// TestStepsOfManyTexts reads a file that internal/oracle/tokenizer_steps.py wrote
// and GAZE_TOKENIZER_STEPS names.
func TestStepsOfManyTexts(t *testing.T) {
	name := os.Getenv("GAZE_TOKENIZER_STEPS")
	if name == "" {
		t.Skip("GAZE_TOKENIZER_STEPS names no file")
	}
	steps(t, name)
}
