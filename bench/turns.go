package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/protocol"
	"github.com/gaze-ml/gaze/bench/internal/report"
)

// How long a worker may take to set up, which may compile, and for a turn beyond
// the time that it was given.
const (
	setupPatience = 15 * time.Minute
	turnPatience  = 2 * time.Minute
)

// turns is one case with one number of threads, which contestants take in turns.
type turns struct {
	one      cases.Case
	files    cases.Files
	threads  int
	at       place
	progress io.Writer
}

// runner is a contestant under way.
type runner struct {
	process *protocol.Process
	result  *report.Result
}

// measure sets every contestant up, lets each have its turn in every round, and
// asks for what it leaves behind.
func (t *turns) measure(ctx context.Context, p *plan) []report.Result {
	field := p.field(t.one)
	results := make([]report.Result, len(field))
	var runners []runner
	for i, c := range field {
		r := &results[i]
		who := report.Contestant{Peer: c.peer, Precision: c.precision, Mode: c.mode}
		*r = report.Result{Contestant: who, Case: t.one, Threads: t.threads}
		process, err := t.start(ctx, c, r)
		if err != nil {
			r.Left.Error = err.Error()
			fmt.Fprintf(t.progress, "%s, %d threads: %v: %v\n", t.one.Name, t.threads, c, err)
			continue
		}
		runners = append(runners, runner{process, r})
	}
	for round := range p.rounds {
		for i := range runners {
			// Another one begins each round, so that nobody always follows the same.
			runners[(i+round)%len(runners)].turn(ctx, p.seconds)
		}
	}
	for _, r := range runners {
		r.stop(ctx)
		fmt.Fprintf(t.progress, "%s, %d threads: %s %s %s: %.4g ms\n", t.one.Name, t.threads,
			r.result.Peer, r.result.Precision, r.result.Mode, r.result.Min())
	}
	return results
}

// start starts a worker and has it set the case up.
func (t *turns) start(ctx context.Context, c contestant, r *report.Result) (*protocol.Process, error) {
	command, err := t.at.command(c, t.one.Name, t.threads)
	if err != nil {
		return nil, err
	}
	process, err := protocol.Start(command)
	if err != nil {
		return nil, err
	}
	ready, err := process.Ask(ctx, protocol.Request{Do: "setup", Setup: &protocol.Setup{
		Case: t.one, Files: t.files, Precision: c.precision, Mode: c.mode, Threads: t.threads,
	}}, setupPatience)
	r.Version, r.Check, r.Operations, r.Left.Parameters = ready.Version, ready.Check, ready.Operations, ready.Parameters
	return process, err
}

// turn runs a contestant for some seconds, unless it has failed.
func (r runner) turn(ctx context.Context, seconds float64) {
	if r.result.Left.Error != "" {
		return
	}
	before := r.process.CPUMS()
	reply, err := r.process.Ask(ctx, protocol.Request{Do: "run", Seconds: seconds}, turnPatience+time.Duration(seconds)*time.Second)
	if err != nil {
		r.result.Left.Error, r.result.TimesMS = err.Error(), nil
		return
	}
	if r.result.TimesMS == nil {
		r.result.TimesMS = make([][]float64, len(reply.TimesMS))
	}
	for i, times := range reply.TimesMS {
		r.result.TimesMS[i] = append(r.result.TimesMS[i], times...)
	}
	if len(reply.TimesMS) == 1 {
		r.result.CPUMS = append(r.result.CPUMS, (r.process.CPUMS()-before)/float64(len(reply.TimesMS[0])))
	}
}

func (r runner) stop(ctx context.Context) {
	if r.result.Left.Error != "" {
		return
	}
	reply, err := r.process.Ask(ctx, protocol.Request{Do: "stop"}, turnPatience)
	if err != nil {
		r.result.Left.Error = err.Error()
		return
	}
	r.result.Left.PeakMB = reply.PeakMB
	r.process.Finish()
}
