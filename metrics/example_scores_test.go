package metrics_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/metrics"
)

func ExampleScheme() {
	found, err := metrics.IOB2.Entities([]string{"B-PER", "I-PER", "O", "B-LOC", "B-LOC"})
	fmt.Println(found, err)
	// Output: [{PER 0 2} {LOC 3 4} {LOC 4 5}] <nil>
}

func ExampleEntity() {
	tokens := []string{"Ada", "Lovelace", "met", "Babbage"}
	found, err := metrics.Lenient.Entities([]string{"B-PER", "I-PER", "O", "B-PER"})
	if err != nil {
		panic(err)
	}
	for _, e := range found {
		fmt.Println(e.Type, tokens[e.Start:e.End])
	}
	// Output:
	// PER [Ada Lovelace]
	// PER [Babbage]
}

func ExampleEntities() {
	var e metrics.Entities
	err := e.Add(
		[]string{"B-PER", "I-PER", "O", "B-LOC"}, // predicted
		[]string{"B-PER", "I-PER", "O", "B-ORG"}, // wanted
	)
	if err != nil {
		panic(err)
	}
	fmt.Print(e.Report())
	// Output:
	// processed 4 tokens with 2 phrases; found: 2 phrases; correct: 1.
	// accuracy:  75.00%; precision:  50.00%; recall:  50.00%; FB1:  50.00
	//               LOC: precision:   0.00%; recall:   0.00%; FB1:   0.00  1
	//               ORG: precision:   0.00%; recall:   0.00%; FB1:   0.00  0
	//               PER: precision: 100.00%; recall: 100.00%; FB1: 100.00  1
}

func ExampleCounts() {
	spam := metrics.Counts{Right: 6, Found: 8, Wanted: 10}
	fmt.Printf("%.3f %.3f %.3f\n", spam.Precision(), spam.Recall(), spam.F1())
	// Output: 0.750 0.600 0.667
}

func ExampleClasses() {
	c := metrics.NewClasses(3)
	if err := c.Add([]int{0, 1, 1, 2}, []int{0, 1, 2, 2}); err != nil {
		panic(err)
	}
	fmt.Printf("accuracy %.2f, macro F1 %.3f, taken for 1: %d\n", c.Accuracy(), c.Macro().F1, c.Confusion(2, 1))
	// Output: accuracy 0.75, macro F1 0.778, taken for 1: 1
}

func ExampleScores() {
	c := metrics.NewClasses(2)
	if err := c.Add([]int{0, 0, 0, 0}, []int{0, 0, 0, 1}); err != nil {
		panic(err)
	}
	fmt.Printf("macro %.3f, weighted %.3f\n", c.Macro().F1, c.Weighted().F1)
	// Output: macro 0.429, weighted 0.643
}

func ExampleLabels() {
	l := metrics.NewLabels(3)
	for _, x := range [][2][]bool{
		{{true, false, true}, {true, false, true}},
		{{true, false, false}, {false, true, false}},
	} {
		if err := l.Add(x[0], x[1]); err != nil {
			panic(err)
		}
	}
	fmt.Printf("micro F1 %.3f, exact %.1f\n", l.Micro().F1(), l.ExactMatch())
	// Output: micro F1 0.667, exact 0.5
}

func ExampleAnswers() {
	a := metrics.Answers{Rules: metrics.Chinese}
	if err := a.Add("在北京市", "北京市", "北京"); err != nil {
		panic(err)
	}
	fmt.Printf("exact %.0f, F1 %.3f\n", a.Exact(), a.F1())
	// Output: exact 0, F1 0.857
}

func ExampleAnswerRules() {
	fmt.Println(metrics.English.Compare("The Eiffel Tower.", "eiffel tower"))
	// Output: 1 1
}

func ExampleBootstrap() {
	ours := []float64{1, 1, 1, 1, 1, 1, 1, 0}
	theirs := []float64{0, 0, 0, 1, 0, 0, 0, 0}
	found, err := metrics.Bootstrap{Draws: 1000, Level: 0.95, Seed: 1}.Difference(ours, theirs)
	fmt.Println(found.Score, found.Low > 0, err)
	// Output: 0.75 true <nil>
}

func ExampleInterval() {
	sizes := []float64{3, 5, 4, 4}
	mean := func(picked []int) (m float64) {
		for _, i := range picked {
			m += sizes[i] / float64(len(picked))
		}
		return m
	}
	found, err := metrics.Bootstrap{Draws: 500, Level: 0.9, Seed: 1}.Interval(len(sizes), mean)
	fmt.Println(found.Score, found.Low >= 3, found.High <= 5, err)
	// Output: 4 true true <nil>
}
