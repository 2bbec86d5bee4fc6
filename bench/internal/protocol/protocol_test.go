package protocol

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bench/internal/cases"
)

// The test's own program is the worker that it starts: behave says how it is.
const behave = "GAZE_BENCH_TEST_WORKER"

func TestMain(m *testing.M) {
	switch os.Getenv(behave) {
	case "":
		os.Exit(m.Run())
	case "good":
		Serve(os.Stdin, os.Stdout, build)
	case "chatty":
		os.Stdout.WriteString("loading…\n")
	case "silent":
		time.Sleep(time.Minute)
	case "dying":
		os.Stderr.WriteString("one\nout of memory\n")
		os.Exit(3)
	}
}

// build has two items, the second of which fails if the case is called so.
func build(s Setup) (*Work, error) {
	if s.Case.Name == "unknown" {
		return nil, errors.New("no such case")
	}
	return &Work{
		Ready: Reply{Version: "1.0", Check: []float64{0.5, float64(s.Threads)}},
		Items: []func() error{
			func() error { return nil },
			func() error {
				if s.Case.Name == "failing" {
					return errors.New("it failed")
				}
				return nil
			},
		},
	}, nil
}

func start(t *testing.T, how string) *Process {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), behave+"="+how)
	p, err := Start(c)
	require.NoError(t, err)
	return p
}

func setup(name string) Request {
	return Request{Do: "setup", Setup: &Setup{Case: cases.Case{Name: name}, Threads: 2}}
}

func TestWorker(t *testing.T) {
	p := start(t, "good")
	reply, err := p.Ask(t.Context(), setup("good"), time.Minute)
	require.NoError(t, err)
	require.Equal(t, Reply{Version: "1.0", Check: []float64{0.5, 2}}, reply)
	reply, err = p.Ask(t.Context(), Request{Do: "run"}, time.Minute)
	require.NoError(t, err)
	require.Len(t, reply.TimesMS, 2)
	require.Len(t, reply.TimesMS[0], 1, "each item runs once at least")
	reply, err = p.Ask(t.Context(), Request{Do: "run", Seconds: 0.01}, time.Minute)
	require.NoError(t, err)
	require.Greater(t, len(reply.TimesMS[1]), 1)
	_, err = p.Ask(t.Context(), Request{Do: "stop"}, time.Minute)
	require.NoError(t, err)
	require.NoError(t, p.Finish())
}

// Whatever a worker does wrong comes back as an error that says it.
func TestWorkersThatFail(t *testing.T) {
	for how, want := range map[string]string{"chatty": "invalid character", "dying": "out of memory"} {
		_, err := start(t, how).Ask(t.Context(), setup("good"), time.Minute)
		require.ErrorContains(t, err, want, how)
	}
	_, err := start(t, "silent").Ask(t.Context(), setup("good"), 100*time.Millisecond)
	require.ErrorContains(t, err, "no answer in 100ms")
	_, err = start(t, "good").Ask(t.Context(), setup("unknown"), time.Minute)
	require.EqualError(t, err, "no such case")
	_, err = start(t, "good").Ask(t.Context(), Request{Do: "run"}, time.Minute)
	require.ErrorContains(t, err, "want a setup first")
	ended, end := context.WithCancel(t.Context())
	end()
	_, err = start(t, "silent").Ask(ended, setup("good"), time.Minute)
	require.ErrorIs(t, err, context.Canceled)
	p := start(t, "good")
	_, err = p.Ask(t.Context(), setup("failing"), time.Minute)
	require.NoError(t, err)
	_, err = p.Ask(t.Context(), Request{Do: "run"}, time.Minute)
	require.EqualError(t, err, "it failed")
}

// The messages are those that other languages' programs were written for.
func TestMessages(t *testing.T) {
	var out strings.Builder
	in := `{"do": "setup", "setup": {"case": {"name": "x", "size": {"hidden": 8}}, "threads": 3}}` + "\n" + `{"do": "leap"}`
	var got Setup
	err := Serve(strings.NewReader(in), &out, func(s Setup) (*Work, error) { got = s; return build(s) })
	require.ErrorContains(t, err, `request "leap"`)
	require.Equal(t, 8, got.Case.Size.Hidden)
	lines := strings.Split(out.String(), "\n")
	require.Equal(t, `{"version":"1.0","check":[0.5,3]}`, lines[0])
	require.Contains(t, lines[1], `{"error":"request \"leap\"`)
	require.NoError(t, Serve(strings.NewReader(""), &out, build), "no more requests is an end like any other")
	require.ErrorContains(t, Serve(strings.NewReader("what?"), &out, build), "invalid character")
}

func TestReadsWhatLinuxTells(t *testing.T) {
	require.Equal(t, 671.5, highWater("Name:\tbench\nVmPeak:\t  999999 kB\nVmHWM:\t  687616 kB\nVmRSS:\t 5 kB\n"))
	require.Zero(t, highWater("Name:\tbench\n"))
	stat := "17 (a (strange) name) S 1 17 17 0 -1 4194560 2110 0 0 0 123 45 0 0 20 0 8 0 1234 1 2"
	require.Equal(t, 1680.0, cpuMS(stat))
	require.Zero(t, cpuMS("17 (short) S 1"))
}

func TestTailKeepsTheEnd(t *testing.T) {
	var said tail
	for range 100 {
		said.Write([]byte(strings.Repeat("x", 99) + "\n"))
	}
	said.Write([]byte("the end\n"))
	require.Equal(t, "the end", said.last())
	require.LessOrEqual(t, len(said.text), 4096)
}
