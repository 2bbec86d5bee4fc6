package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Question is a question about a text, with the answers that are right.
type Question struct {
	ID, Question, Context string
	Answers               []Answer // none if it has no answer, or none is known
	Impossible            bool     // the text has no answer, and that is the right one
}

// Answer is a part of a context.
type Answer struct {
	Text  string
	Start int // in bytes: Context[Start : Start+len(Text)] == Text
}

type squadFile struct {
	Data []struct {
		Paragraphs []struct {
			Context string
			QAs     []squadQuestion
		}
	}
}

type squadQuestion struct {
	ID         any
	Question   string
	Impossible bool `json:"is_impossible"`
	Answers    []struct {
		Text  string
		Start *int `json:"answer_start"` // in characters
	}
}

// ReadSQuAD reads questions from a file in SQuAD's format (Rajpurkar et al. 2016,
// 2018), version 1.1, or 2.0 with questions that have no answer; DRCD, CMRC and
// XQuAD are written so, too. A file named *.gz is unpacked. An answer that is not
// where the file says is an error, as is a question without an id or a text.
func ReadSQuAD(path string) ([]Question, error) {
	r, err := openExamples(path)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	var file squadFile
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s%s: is no JSON in SQuAD's format: %w", path, lineOf(text, err), err)
	}
	var all []Question
	for _, article := range file.Data {
		for _, p := range article.Paragraphs {
			places := newPlaces(p.Context)
			for _, q := range p.QAs {
				question, err := q.read(p.Context, places)
				if err != nil {
					return nil, fmt.Errorf("%s: question %d, id %q: %w", path, len(all)+1, fmt.Sprint(q.ID), err)
				}
				all = append(all, question)
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there is no question in it: want data, paragraphs, qas", path)
	}
	return all, nil
}

// lineOf is ":" and the line of a mistake, if it is known.
func lineOf(text []byte, err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at := int64(-1)
	if errors.As(err, &syntax) {
		at = syntax.Offset
	} else if errors.As(err, &kind) {
		at = kind.Offset
	}
	if at < 0 || at > int64(len(text)) {
		return ""
	}
	return fmt.Sprintf(":%d", 1+strings.Count(string(text[:at]), "\n"))
}

func (q *squadQuestion) read(context string, places places) (Question, error) {
	found := Question{Question: q.Question, Context: context, Impossible: q.Impossible}
	switch id := q.ID.(type) {
	case string:
		found.ID = id
	case float64:
		found.ID = fmt.Sprint(id)
	}
	switch {
	case found.ID == "":
		return found, errors.New("has no id")
	case q.Question == "":
		return found, errors.New("has no text")
	case context == "":
		return found, errors.New("its context is empty")
	case q.Impossible && len(q.Answers) > 0:
		return found, fmt.Errorf("is_impossible, and has %d answers", len(q.Answers))
	}
	for _, a := range q.Answers {
		if a.Text == "" || a.Start == nil {
			return found, errors.New("an answer has no text or no answer_start")
		}
		start, ok := places.byteOf(*a.Start)
		if !ok || !strings.HasPrefix(context[start:], a.Text) {
			return found, fmt.Errorf("answer %.60q is not at character %d of its context%s", a.Text, *a.Start, where(context, a.Text))
		}
		found.Answers = append(found.Answers, Answer{a.Text, start})
	}
	return found, nil
}

// places are where every 64th character of a text begins, in bytes.
type places struct {
	text   string
	begins []int
}

const placesEach = 64

func newPlaces(text string) places {
	p, n := places{text: text}, 0
	for at := range text {
		if n%placesEach == 0 {
			p.begins = append(p.begins, at)
		}
		n++
	}
	return p
}

// byteOf is where a character begins.
func (p places) byteOf(character int) (int, bool) {
	if character < 0 || character/placesEach >= len(p.begins) {
		return 0, false
	}
	at := p.begins[character/placesEach]
	for range character % placesEach {
		_, size := utf8.DecodeRuneInString(p.text[at:])
		at += size
	}
	return at, at < len(p.text)
}

// where says where an answer is instead.
func where(context, answer string) string {
	at := strings.Index(context, answer)
	if at < 0 {
		return ", nor anywhere in it"
	}
	return fmt.Sprintf(", but at %d", utf8.RuneCountInString(context[:at]))
}
