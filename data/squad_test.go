package data

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const squad = `{"version": "2.0", "data": [{"title": "t", "paragraphs": [
 {"context": "在歐洲😀，梵語的研究", "qas": [
  {"id": "1-1", "question": "哪裡？", "answers": [{"id": "1", "text": "歐洲", "answer_start": 1}, {"text": "😀，梵語", "answer_start": 3}]},
  {"id": 7, "question": "Who?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "x", "answer_start": 0}]}]},
 {"context": "b", "qas": [{"id": "2", "question": "q", "answers": []}]}]}]}`

func TestReadSQuAD(t *testing.T) {
	for _, path := range []string{file(t, "a.json", squad), file(t, "a.json.gz", packed(t, squad))} {
		all, err := ReadSQuAD(path)
		require.NoError(t, err)
		const context = "在歐洲😀，梵語的研究"
		require.Equal(t, []Question{
			{ID: "1-1", Question: "哪裡？", Context: context, Answers: []Answer{{"歐洲", 3}, {"😀，梵語", 9}}},
			{ID: "7", Question: "Who?", Context: context, Impossible: true},
			{ID: "2", Question: "q", Context: "b"},
		}, all)
		for _, a := range all[0].Answers {
			require.Equal(t, a.Text, context[a.Start:a.Start+len(a.Text)])
		}
	}
}

func TestReadSQuADRefuses(t *testing.T) {
	question := func(q string) string {
		return `{"data": [{"paragraphs": [{"context": "歐洲 and more", "qas": [` + q + `]}]}]}`
	}
	for want, text := range map[string]string{
		"the file is empty": "",
		"a.json:2: is no JSON in SQuAD's format: invalid character":            "{\"data\":\n [}",
		"is no JSON in SQuAD's format: unexpected end":                         `{"data": [`,
		"a.json:1: is no JSON in SQuAD's format: json: cannot unmarshal":       `{"data": 3}`,
		"a.json: there is no question in it: want data, paragraphs, qas":       `{"data": []}`,
		"byte 0xFF is not UTF-8":                                               "{\"data\": \"\xff\"}",
		`question 1, id "<nil>": has no id`:                                    question(`{"question": "q"}`),
		`question 1, id "x": has no text`:                                      question(`{"id": "x"}`),
		`answer "and" is not at character 4 of its context, but at 3`:          question(`{"id": "x", "question": "q", "answers": [{"text": "and", "answer_start": 4}]}`),
		`answer "no" is not at character 1 of its context, nor anywhere in it`: question(`{"id": "x", "question": "q", "answers": [{"text": "no", "answer_start": 1}]}`),
		`answer "歐" is not at character 99 of its context, but at 0`:           question(`{"id": "x", "question": "q", "answers": [{"text": "歐", "answer_start": 99}]}`),
		`answer "歐" is not at character -1 of its context`:                     question(`{"id": "x", "question": "q", "answers": [{"text": "歐", "answer_start": -1}]}`),
		"an answer has no text or no answer_start":                             question(`{"id": "x", "question": "q", "answers": [{"text": "歐"}]}`),
		"is_impossible, and has 1 answers":                                     question(`{"id": "x", "question": "q", "is_impossible": true, "answers": [{"text": "歐", "answer_start": 0}]}`),
		"its context is empty":                                                 `{"data": [{"paragraphs": [{"context": "", "qas": [{"id": "x", "question": "q"}]}]}]}`,
	} {
		_, err := ReadSQuAD(file(t, "a.json", text))
		require.ErrorContains(t, err, "a.json")
		require.ErrorContains(t, err, want)
	}
}

// Characters are found in long texts, whatever their width.
func TestPlaces(t *testing.T) {
	var text string
	var begins []int
	for i := range 1000 {
		begins = append(begins, len(text))
		text += []string{"a", "é", "語", "😀"}[i*7%4]
	}
	p := newPlaces(text)
	for i, want := range begins {
		at, ok := p.byteOf(i)
		require.True(t, ok)
		require.Equal(t, want, at)
	}
	_, ok := p.byteOf(1000)
	require.False(t, ok)
}
