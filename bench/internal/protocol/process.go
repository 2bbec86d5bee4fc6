package protocol

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// Process is a worker seen from outside.
type Process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
	said    tail
}

// Start starts a worker. The command's streams are taken.
func Start(command *exec.Cmd) (*Process, error) {
	p := &Process{command: command}
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	command.Stderr = &p.said
	p.in, p.out = in, json.NewDecoder(out)
	return p, command.Start()
}

// Ask sends a request and waits for its answer. After an error, after too long a
// time, or when the context ends, the worker is ended.
func (p *Process) Ask(ctx context.Context, q Request, patience time.Duration) (Reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer in %v", patience))
	defer cancel()
	type answer struct {
		reply Reply
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		if a.err = json.NewEncoder(p.in).Encode(q); a.err == nil {
			a.err = p.out.Decode(&a.reply)
		}
		answers <- a
	}()
	select {
	case a := <-answers:
		if a.err == nil && a.reply.Error == "" {
			return a.reply, nil
		}
		p.End()
		if a.err == nil {
			return a.reply, errors.New(a.reply.Error)
		}
		return a.reply, fmt.Errorf("%s: no answer: %w: %s", q.Do, a.err, p.said.last())
	case <-ctx.Done():
		p.End()
		return Reply{}, fmt.Errorf("%s: %w: %s", q.Do, context.Cause(ctx), p.said.last())
	}
}

// Finish waits for a worker that was told to stop.
func (p *Process) Finish() error {
	p.in.Close()
	return p.command.Wait()
}

// End ends the worker, however far it is.
func (p *Process) End() {
	p.in.Close()
	p.command.Process.Kill()
	p.command.Wait()
}

// tail keeps the end of what is written to it.
type tail struct{ text []byte }

// Write keeps the last few lines.
func (t *tail) Write(b []byte) (int, error) {
	const most = 4096
	t.text = append(t.text, b...)
	if n := len(t.text); n > most {
		t.text = append(t.text[:0], t.text[n-most:]...)
	}
	return len(b), nil
}

// last is the last line.
func (t *tail) last() string {
	lines := strings.Split(strings.TrimSpace(string(t.text)), "\n")
	return lines[len(lines)-1]
}
