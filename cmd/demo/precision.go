package main

import (
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/graph"
)

// The precisions that --precision knows: all evaluate, and all but Int8 train.
var (
	evaluable = []graph.Precision{graph.Float32, graph.BF16x3, graph.BF16, graph.Int8}
	trainable = evaluable[:3]
)

// exact is the precision where none is asked for.
var exact = precisionName(graph.Float32)

// precisionName is how --precision calls it.
func precisionName(p graph.Precision) string { return strings.ToLower(p.String()) }

// precisionNames are those of a list.
func precisionNames(list []graph.Precision) (names []string) {
	for _, p := range list {
		names = append(names, precisionName(p))
	}
	return names
}

// precisionHelp is what --help says of the flag.
func precisionHelp(list []graph.Precision) string {
	return "of matrix products: " + strings.Join(precisionNames(list), ", ")
}

// trainingPrecision is the one that --precision names, if it can train.
func trainingPrecision(name string) (graph.Precision, error) {
	if name == precisionName(graph.Int8) {
		return 0, fmt.Errorf("--precision %s is for lm eval and lm sample: train in one of %s",
			name, strings.Join(precisionNames(trainable), ", "))
	}
	return findPrecision(name, trainable)
}

// evaluationPrecision is the one that --precision names.
func evaluationPrecision(name string) (graph.Precision, error) {
	return findPrecision(name, evaluable)
}

func findPrecision(name string, list []graph.Precision) (graph.Precision, error) {
	for _, p := range list {
		if name == precisionName(p) {
			return p, nil
		}
	}
	return 0, fmt.Errorf("--precision %q: want one of %s", name, strings.Join(precisionNames(list), ", "))
}
