package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/tagger"
	"github.com/gaze-ml/gaze/text/segment"
)

const taggerScoreLong = `Score a model on gold sentences, one a line, words parted by spaces.

A word is correct if it begins and ends where a gold word does. Precision is of
the words found, recall of the gold words, F1 their harmonic mean. With --train,
the gold sentences that the model was trained on, recall is also told of the words
that are not among theirs, and segmenters by rules and by statistics are trained on
them and scored beside it.`

// taggerScoring is the command tagger score.
type taggerScoring struct {
	checkpoint, data, train string
	json                    bool
}

func newTaggerScore() *cobra.Command {
	s := taggerScoring{}
	c := &cobra.Command{
		Use: "score", Short: "Score a model on gold words", Long: taggerScoreLong,
		Example: `  demo tagger score --data test.words
  demo tagger score --data test.words.gz --train dev.words.gz --json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c) },
	}
	c.Flags().StringVar(&s.checkpoint, "checkpoint", "out/tagger", "folder of a model")
	c.Flags().StringVar(&s.data, "data", "", "gold sentences to score on")
	c.Flags().StringVar(&s.train, "train", "", "gold sentences that the model was trained on")
	c.Flags().BoolVar(&s.json, "json", false, "print the scores as JSON")
	folders(c, "checkpoint")
	must(c.MarkFlagFilename("data"))
	must(c.MarkFlagFilename("train"))
	return c
}

// wordScore is a line of tagger score.
type wordScore struct {
	Name      string   `json:"name"`
	Precision float64  `json:"precision"`
	Recall    float64  `json:"recall"`
	F1        float64  `json:"f1"`
	OOVRecall *float64 `json:"oov_recall,omitempty"` // of new words, if it is known which are
	segment.Score
}

func newWordScore(name string, s segment.Score, vocabulary *segment.Dictionary) wordScore {
	w := wordScore{Name: name, Precision: s.Precision(), Recall: s.Recall(), F1: s.F1(), Score: s}
	if vocabulary != nil {
		r := s.OOVRecall()
		w.OOVRecall = &r
	}
	return w
}

func (s *taggerScoring) run(c *cobra.Command) error {
	gold, err := readGold("--data", s.data)
	if err != nil {
		return err
	}
	var train [][]string
	var vocabulary *segment.Dictionary
	if s.train != "" {
		if train, err = readGold("--train", s.train); err != nil {
			return err
		}
		vocabulary = segment.NewDictionaryOf(train)
	}
	m, err := openTagger(s.checkpoint)
	if err != nil {
		return err
	}
	defer m.Close()
	first, err := scoreTagger(m, gold, vocabulary)
	if err != nil {
		return err
	}
	list := []wordScore{newWordScore("tagger", first, vocabulary)}
	for _, o := range others(train, vocabulary) {
		found, err := segment.EvaluateSegmenter(gold, o.segmenter, vocabulary)
		if err != nil {
			return err
		}
		list = append(list, newWordScore(o.name, found, vocabulary))
	}
	if s.json {
		return printJSON(c.OutOrStdout(), list)
	}
	printWordScores(c.OutOrStdout(), list)
	return nil
}

// scoreTagger lets a model cut the gold sentences.
func scoreTagger(m *tagger.Model, gold [][]string, vocabulary *segment.Dictionary) (segment.Score, error) {
	texts := make([]string, len(gold))
	for i, words := range gold {
		texts[i] = segment.Text(words)
	}
	found, err := m.Segment(texts)
	if err != nil {
		return segment.Score{}, err
	}
	return segment.Evaluate(gold, found, vocabulary)
}

// other is a segmenter that is scored beside the model.
type other struct {
	name      string
	segmenter segment.Segmenter
}

func others(train [][]string, vocabulary *segment.Dictionary) []other {
	if train == nil {
		return nil
	}
	return []other{
		{"two-way matching", segment.TwoWay{Dictionary: vocabulary}},
		{"HMM", segment.TrainHMM(train)},
		{"n-gram", segment.TrainNgram(train, nil)},
		{"perceptron", segment.TrainPerceptron(train, 10, 1)},
	}
}

func printWordScores(w io.Writer, list []wordScore) {
	fmt.Fprintf(w, "%-18s %10s %8s %8s %12s\n", "", "precision", "recall", "F1", "of new words")
	for _, s := range list {
		oov := "-"
		if s.OOVRecall != nil {
			oov = fmt.Sprintf("%.2f", 100**s.OOVRecall)
		}
		fmt.Fprintf(w, "%-18s %10.2f %8.2f %8.2f %12s\n", s.Name, 100*s.Precision, 100*s.Recall, 100*s.F1, oov)
	}
}
