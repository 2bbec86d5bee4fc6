package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// breaker cancels once the progress says something.
type breaker struct {
	bytes.Buffer
	at     string
	cancel context.CancelFunc
}

func (b *breaker) Write(p []byte) (int, error) {
	n, err := b.Buffer.Write(p)
	if strings.Contains(b.String(), b.at) {
		b.cancel()
	}
	return n, err
}

// An interrupted run saves, says how to go on, and reaches the same bits.
func TestInterruptAndResume(t *testing.T) {
	whole := trainSmall(t, strings.Repeat(english, 20), "--dropout", "0.1")
	dir := filepath.Dir(whole)
	broken := filepath.Join(dir, "broken")
	args := append([]string{"lm", "train", "--data", filepath.Join(dir, "text.txt"), "--out", broken, "--dropout", "0.1"}, small...)

	ctx, cancel := context.WithCancel(context.Background())
	progress := &breaker{at: "step  7/20", cancel: cancel}
	require.Equal(t, interrupted, run(ctx, args, new(bytes.Buffer), progress))
	require.True(t, strings.HasSuffix(progress.String(),
		"demo: interrupted after step 7 of 20, which is saved; to go on: demo lm train --resume --out "+broken+"\n"), progress.String())

	ok(t, "lm", "train", "--resume", "--out", broken)
	for _, name := range []string{"model.safetensors", "optimizer.safetensors", "state.json"} {
		want, err := os.ReadFile(filepath.Join(whole, "run", "step-00000020", name))
		require.NoError(t, err)
		have, err := os.ReadFile(filepath.Join(broken, "run", "step-00000020", name))
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, have), name)
	}
}

// A finished run goes on for more steps.
func TestResumeForLonger(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	require.Contains(t, ok(t, "lm", "train", "--resume", "--steps", "30", "--out", out), "On the validation split")
	require.DirExists(t, filepath.Join(out, "run", "step-00000030"))
}

// What is being written when the reader has had enough is left as it is.
func TestInterruptSample(t *testing.T) {
	out := trainSmall(t, strings.Repeat(english, 20))
	ctx, cancel := context.WithCancel(context.Background())
	text := &breaker{at: "the cat sat", cancel: cancel}
	status := run(ctx, []string{"lm", "sample", "--checkpoint", out, "--prompt", "the cat sat", "--tokens", "100000"}, text, new(bytes.Buffer))
	require.Equal(t, interrupted, status)
	require.Less(t, text.Len(), 50000)
}
