// Command gse scores github.com/go-ego/gse, with its own dictionary of simplified
// Chinese, beside the segmenters of text/segment, which are trained on the first of two
// files of gold sentences and scored on the second:
//
//	go run . dev.words.gz test.words.gz
package main

import (
	"compress/gzip"
	"fmt"
	"os"
	"strings"

	"github.com/go-ego/gse"

	"github.com/gaze-ml/gaze/text/segment"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: gse TRAIN.words.gz TEST.words.gz")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// contestant is a segmenter with a name.
type contestant struct {
	name string
	segment.Segmenter
}

func run(trainFile, testFile string) error {
	train, err := read(trainFile)
	if err != nil {
		return err
	}
	test, err := read(testFile)
	if err != nil {
		return err
	}
	var peer gse.Segmenter
	peer.SkipLog = true
	if err := peer.LoadDictEmbed("zh_s"); err != nil {
		return err
	}
	d := segment.NewDictionaryOf(train)
	for _, c := range []contestant{
		{"gse", stranger{&peer, false}}, {"gse, with its HMM", stranger{&peer, true}},
		{"forward", segment.Forward{Dictionary: d}}, {"backward", segment.Backward{Dictionary: d}}, {"two-way", segment.TwoWay{Dictionary: d}},
		{"HMM", segment.TrainHMM(train)}, {"n-gram", segment.TrainNgram(train, nil)}, {"perceptron", segment.TrainPerceptron(train, 10, 1)},
	} {
		score, err := segment.EvaluateSegmenter(test, c, d)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Printf("%-18s %s\n", c.name, score)
	}
	return nil
}

func read(file string) ([][]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return segment.ReadGold(z)
}

// stranger is gse as one of our segmenters.
type stranger struct {
	s   *gse.Segmenter
	hmm bool
}

// Segment gives back the capitals that gse makes small, and drops white space.
func (s stranger) Segment(text string) (words []string) {
	at := 0
	for _, w := range s.s.Cut(text, s.hmm) {
		if word := text[at : at+len(w)]; strings.TrimSpace(word) != "" {
			words = append(words, word)
		}
		at += len(w)
	}
	return words
}
