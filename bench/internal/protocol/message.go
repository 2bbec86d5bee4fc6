// Package protocol is how a framework is measured in a process of its own: it
// reads requests and writes answers, one line of JSON each, so that a program in
// any language can take part.
//
//	→ {"do": "setup", "setup": {"case": …, "files": …, "precision": "float32", …}}
//	← {"version": "2.15.0", "check": [10.3, 10.2], "parameters": 11201594}
//	→ {"do": "run", "seconds": 1.5}
//	← {"times_ms": [[404.1, 405.7]]}
//	→ {"do": "stop"}
//	← {"peak_mb": 671}
//
// What goes wrong is {"error": "…"}, and ends the process. Whatever else a
// program has to say goes to its standard error.
package protocol

import "github.com/gaze-ml/gaze/bench/internal/cases"

// Request asks a worker for something.
type Request struct {
	Do      string  `json:"do"` // setup, run or stop
	Setup   *Setup  `json:"setup,omitempty"`
	Seconds float64 `json:"seconds,omitempty"` // of a run; each item runs once at least
}

// Setup is what is to be measured, and how.
type Setup struct {
	Case      cases.Case  `json:"case"`
	Files     cases.Files `json:"files"`
	Precision string      `json:"precision"` // float32, bf16, int8, …
	Mode      string      `json:"mode"`      // the peer's own word for how
	Threads   int         `json:"threads"`
}

// Reply is a worker's answer.
type Reply struct {
	Version    string      `json:"version,omitempty"`
	Check      []float64   `json:"check,omitempty"` // losses or outputs, to compare
	Parameters int         `json:"parameters,omitempty"`
	Operations []float64   `json:"operations,omitempty"` // of each item, if it is measured by them
	TimesMS    [][]float64 `json:"times_ms,omitempty"`   // of each item, every run; a model is one item
	PeakMB     float64     `json:"peak_mb,omitempty"`
	Error      string      `json:"error,omitempty"`
}
