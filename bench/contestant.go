package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/report"
)

// contestant is a peer in one of its configurations.
type contestant struct {
	peer      string
	precision string
	mode      string // the peer's own word; "" if there is one way only
}

// String is "torch bf16 compile-autocast".
func (c contestant) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", c.peer, c.precision, c.mode))
}

// contestants are all that can be measured. Gaze's precisions are those that
// graph.Options has.
func contestants() []contestant {
	all := []contestant{{report.Ceiling, "float32", ""}}
	for _, p := range cases.Precisions() {
		all = append(all, contestant{report.Gaze, p, ""})
	}
	return append(all,
		contestant{"torch-1.13", "float32", "eager"},
		contestant{"torch-1.13", "bf16", "eager-autocast"},
		contestant{"torch-1.13", "bf16", "eager-model"},
		contestant{"torch-1.13", "int8", "eager"},
		contestant{"torch", "float32", "eager"},
		contestant{"torch", "float32", "compile"},
		contestant{"torch", "bf16", "eager-autocast"},
		contestant{"torch", "bf16", "eager-model"},
		contestant{"torch", "bf16", "compile-autocast"},
		contestant{"torch", "bf16", "compile-model"},
		contestant{"torch", "int8", "eager"},
		contestant{"onnxruntime", "float32", ""},
		contestant{"gomlx", "float32", ""},
		contestant{"gorgonia", "float32", ""},
	)
}

// runs says whether a contestant has the case.
func (c contestant) runs(k cases.Case) bool {
	if k.Kind == cases.ProductKind {
		switch c.peer {
		case report.Gaze, report.Ceiling:
			return true
		}
		return strings.HasPrefix(c.peer, "torch") && (c.mode == "eager" && c.precision == "float32" || c.mode == "eager-model")
	}
	switch {
	case c.peer == report.Ceiling:
		return false
	case c.peer == "onnxruntime":
		return k.Kind == cases.BERTForward
	case c.peer == "gorgonia":
		return k.Kind == cases.CharGPTTrain
	case c.peer == "gomlx":
		return k.Kind == cases.BERTForward || k.Kind == cases.CharGPTTrain
	}
	// Nobody trains in int8; a model that is all bf16 loses what AdamW adds to it.
	return !k.Training() || c.precision != "int8" && !strings.HasSuffix(c.mode, "-model")
}

// peerNames are the peers, each once.
func peerNames() (names []string) {
	for _, c := range contestants() {
		if !slices.Contains(names, c.peer) {
			names = append(names, c.peer)
		}
	}
	return names
}

func caseNames() (names []string) {
	for _, c := range cases.All() {
		names = append(names, c.Name)
	}
	return names
}
