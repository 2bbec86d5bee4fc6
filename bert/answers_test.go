package bert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// tuned is a small model of random weights for a task, and a tokenizer whose tokens
// are words and their pieces, and characters.
func tuned(t testing.TB, task Task, labels ...string) (*Model, *tokenizer.Tokenizer) {
	t.Helper()
	vocab := "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwho\nwrote\nit\n?\n.\n,\nhomer\nan\n##na\n##s\nin\nrome\n北\n京\n在\n我\n好\n😀\n"
	k, err := tokenizer.ParseVocabTxt([]byte(vocab), nil)
	require.NoError(t, err)
	c := BaseUncased()
	c.VocabSize, c.HiddenSize, c.NumHiddenLayers, c.NumAttentionHeads, c.IntermediateSize = k.Size(), 8, 1, 2, 16
	c.MaxPositionEmbeddings = 24
	m, err := New(c, 1)
	require.NoError(t, err)
	m, err = m.For(task, 1, labels...)
	require.NoError(t, err)
	k, err = m.fit(k)
	require.NoError(t, err)
	return m, k
}

// question is one whose answer is at a place in its context.
func question(context, answer string) data.Question {
	return data.Question{
		ID: "q", Question: "Who wrote it?", Context: context,
		Answers: []data.Answer{{Text: answer, Start: strings.Index(context, answer)}},
	}
}

// certain are predictions that are sure of the target in one of the windows.
func certain(e *Examples, window int) *Predictions {
	p := &Predictions{examples: e, logits: make([][]float32, e.Len()), tags: make([][]int, e.Len())}
	for k, x := range e.encodings {
		p.logits[k] = make([]float32, 2*x.Len())
	}
	goal := e.targets[window]
	n := e.encodings[window].Len()
	p.logits[window][goal.from], p.logits[window][n+goal.to] = 5, 5
	return p
}

// Each window that holds the whole answer leads back to its bytes, whatever is
// around it; the others say that there is none.
func TestWindowsLeadBackToTheText(t *testing.T) {
	m, k := tuned(t, QuestionAnswering)
	long := strings.Repeat("Homer wrote it, in Rome. 我在北京😀。 ", 6)
	for _, q := range []data.Question{
		question(long+"ANNAs  wrote, it"+long, "ANNAs  wrote"),
		question(long+"北京好"+long, "京好"),
		question(long+"😀😀 "+long, "😀😀"),
		question("Homer", "Homer"),
		question("é Homer ünknown", "ünknown"),
	} {
		e, err := m.AnswerExamples(k, []data.Question{q}, Windows{Stride: 6})
		require.NoError(t, err)
		held, a := 0, q.Answers[0]
		for window, goal := range e.targets {
			require.LessOrEqual(t, e.Lengths()[window], m.Longest())
			if goal.from == 0 {
				require.Equal(t, target{}, goal)
				continue
			}
			held++
			found := certain(e, window).Answer(0, true)
			require.Equal(t, a.Text, found.Text)
			require.Equal(t, a.Start, found.From)
			require.Equal(t, a.Start+len(a.Text), found.To)
			require.Equal(t, 10.0, found.Score)
		}
		require.Positive(t, held, q.Context)
	}
}

// There is no answer if that scores higher in every window than any span, and it is
// allowed.
func TestNoAnswer(t *testing.T) {
	m, k := tuned(t, QuestionAnswering)
	q := data.Question{ID: "q", Question: "who?", Context: strings.Repeat("homer wrote it. ", 12), Impossible: true}
	e, err := m.AnswerExamples(k, []data.Question{q}, Windows{Answer: 2})
	require.NoError(t, err)
	require.Greater(t, e.Len(), 1)
	p := certain(e, 0)
	require.NotEmpty(t, p.Answer(0, true).Text, "the null score is the least of all windows'")
	for k, x := range e.encodings {
		p.logits[k][0], p.logits[k][x.Len()] = 3, 3
	}
	require.Empty(t, p.Answer(0, true).Text)
	require.Equal(t, 6.0, p.Answer(0, true).Null)
	require.NotEmpty(t, p.Answer(0, false).Text)
	start := 8
	for _, x := range e.encodings[:1] {
		p.logits[0][start], p.logits[0][x.Len()+start+1], p.logits[0][x.Len()+start+2] = 9, 9, 12
	}
	a := p.Answer(0, true)
	require.Equal(t, e.encodings[0].Bytes[start+1][1], a.To, "no more than two tokens")
	require.Equal(t, 18.0, a.Score)
}

func TestAnswerExamplesRefuse(t *testing.T) {
	m, k := tuned(t, QuestionAnswering)
	wrong := question("Homer wrote it.", "Homer")
	wrong.Answers[0].Text = "Hector"
	unanswered := data.Question{ID: "u", Question: "who?", Context: "homer"}
	long := question("Homer", "Homer")
	long.Question = strings.Repeat("who ", 30)
	for want, c := range map[string]struct {
		list []data.Question
		w    Windows
	}{
		`question 1, id "q": the answer "Hector" is not at byte 0 of its context`: {[]data.Question{wrong}, Windows{}},
		`question 2, id "u": it has no answer, and is_impossible does not say so`: {[]data.Question{question("Homer", "Homer"), unanswered}, Windows{}},
		`the question may leave no room for the context`:                          {[]data.Question{long}, Windows{}},
		`windows of 25 positions: want 1 to 24, which the model was made for`:     {[]data.Question{unanswered}, Windows{Longest: 25}},
		`windows: a stride of -1, answers of 0 tokens: want 0 or more`:            {[]data.Question{unanswered}, Windows{Stride: -1}},
		`examples of answers: there are no questions`:                             {nil, Windows{}},
	} {
		_, err := m.AnswerExamples(k, c.list, c.w)
		require.ErrorContains(t, err, want)
	}
	classes, _ := tuned(t, SequenceClassification, "a", "b")
	_, err := classes.AnswerExamples(k, []data.Question{unanswered}, Windows{})
	require.ErrorContains(t, err, `the model is for the task "ForSequenceClassification", not for "ForQuestionAnswering": see Model.For`)
}
