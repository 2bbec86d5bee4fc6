package metrics_test

import (
	"fmt"
	"math"

	"github.com/gaze-ml/gaze/metrics"
)

// Batches of unequal sizes are weighted by their tokens; perplexity is taken
// of the sum, at the end.
func ExamplePerplexity() {
	nll, tokens := 0.0, 0
	for _, batch := range [][]float64{{0.5, 0.25}, {0.125}} { // the probabilities of what came
		for _, p := range batch {
			nll -= math.Log(p)
			tokens++
		}
	}
	fmt.Printf("%.3f\n", metrics.Perplexity(nll, tokens))
	// Output: 4.000
}

func ExampleBitsPerCharacter() {
	fmt.Printf("%.2f bits per character\n", metrics.BitsPerCharacter(188, 100))
	// Output: 2.71 bits per character
}

func ExampleAccuracy() {
	a := metrics.Accuracy{Ignore: []int{-100}} // the last position has no label
	if err := a.Add([]int{4, 2, 9, 9}, []int{4, 2, 7, -100}); err != nil {
		panic(err)
	}
	fmt.Printf("%d of %d: %.1f%%\n", a.Right, a.Total, 100*a.Value())
	// Output: 2 of 3: 66.7%
}

func ExampleMean() {
	var loss metrics.Mean
	loss.Add(2.0, 512) // a batch's mean loss, and how many tokens it had
	loss.Add(4.0, 128)
	fmt.Println(loss.Value())
	// Output: 2.4
}

func ExampleMovingMean() {
	loss := metrics.MovingMean{Decay: 0.9}
	for _, x := range []float64{4.2, 3.9, 4.1, 3.8} {
		loss.Add(x)
		fmt.Printf("%.3f ", loss.Value())
	}
	fmt.Println()
	// Output: 4.200 4.042 4.063 3.987
}
