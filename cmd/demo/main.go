// Command demo shows Gaze at work: one binary, one subcommand a story.
//
//	go run ./cmd/demo                  train a small Transformer on Shakespeare
//	go run ./cmd/demo lm train …       a language model of any text
//	go run ./cmd/demo lm sample …      let it write
//	go run ./cmd/demo lm eval …        measure it, beside an n-gram model
//	go run ./cmd/demo attention …      see what looks at what
//
// Results go to standard output, progress and errors to standard error. A mistake
// is told in one line, with exit status 1; an interruption ends with 130.
package main

import (
	"context"
	"os"
)

func main() {
	ctx, stop := interruptible(context.Background(), os.Stderr)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
