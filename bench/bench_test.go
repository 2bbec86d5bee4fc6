package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bench/internal/cases"
	"github.com/gaze-ml/gaze/bench/internal/report"
)

// The program starts itself as its workers, and so does its test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		main()
		return
	}
	os.Exit(m.Run())
}

// call runs the command.
func call(args ...string) (string, error) {
	c, out := newRoot(), new(bytes.Buffer)
	c.SetArgs(args)
	c.SetOut(out)
	c.SetErr(new(bytes.Buffer))
	err := c.ExecuteContext(context.Background())
	return out.String(), err
}

// A sitting from end to end, without what needs Python: both workers of this
// program agree on the losses, and the tables come from what JSON told.
func TestSitting(t *testing.T) {
	profiles := t.TempDir()
	out, err := call("--small", "--cases", "small_gpt_train", "--peers", "gaze,gorgonia", "--precisions", "float32",
		"--rounds", "2", "--seconds", "0", "--threads", "1,2", "--profile", profiles, "--json")
	require.NoError(t, err)
	lines, all := strings.Split(strings.TrimSpace(out), "\n"), []report.Result(nil)
	require.Len(t, lines, 2, "one for each number of threads")
	for _, line := range lines {
		var s report.Sitting
		require.NoError(t, json.Unmarshal([]byte(line), &s))
		all = append(all, s.Results...)
	}
	require.Len(t, all, 4)
	for _, r := range all {
		require.Empty(t, r.Left.Error)
		require.Len(t, r.TimesMS, 1)
		require.Len(t, r.TimesMS[0], 2, "one run in each round")
		require.Less(t, report.Deviation(r.Check, all[0].Check), 1e-5)
	}
	_, err = os.Stat(filepath.Join(profiles, "small_gpt_train-float32-2.prof"))
	require.NoError(t, err)

	told, document := filepath.Join(t.TempDir(), "told.json"), filepath.Join(t.TempDir(), "doc.md")
	require.NoError(t, os.WriteFile(told, []byte(out), 0o644))
	require.NoError(t, os.WriteFile(document, []byte("# Speed\n"+report.Begin+"\n"+report.End+"\n"), 0o644))
	_, err = call("--from", told, "--markdown", document)
	require.NoError(t, err)
	text, err := os.ReadFile(document)
	require.NoError(t, err)
	require.Contains(t, string(text), "**small_gpt_train**")
	require.Contains(t, string(text), "| Gorgonia 0.9.18 float32 | 2 |")
}

// A peer that is not there is left out, and it is said how to get it.
func TestMissingPeer(t *testing.T) {
	empty := t.TempDir()
	out, err := call("--small", "--cases", "small_bert_fwd", "--peers", "gaze,torch,onnxruntime,torch-1.13", "--precisions", "float32",
		"--rounds", "1", "--seconds", "0", "--threads", "1", "--peers-dir", empty)
	require.NoError(t, err)
	require.Contains(t, out, "| Gaze float32 | 1 |")
	require.Contains(t, out, "not installed; to install it: bench/peers/install.sh "+empty+" newest")
	require.Contains(t, out, "not installed; to install it: bench/peers/install.sh "+empty+" debian")
}

// What is asked wrongly is told with what there is.
func TestWrongFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--cases bert":                           `--cases "bert": want one of bert_base_fwd_b1`,
		"--peers tensorflow":                     `--peers "tensorflow": want one of ceiling, gaze`,
		"--rounds 0":                             "want rounds and threads of at least 1",
		"--threads 0":                            "want rounds and threads of at least 1",
		"--from nowhere.json":                    "nowhere.json",
		"worker tensorflow":                      `no worker "tensorflow"`,
		"--from bench_test.go":                   "bench_test.go: invalid character",
		"--small --cases bert_base_fwd_b1":       "want one of small_bert_fwd",
		"--markdown nowhere.md --from none.json": "none.json",
	} {
		_, err := call(strings.Fields(args)...)
		require.ErrorContains(t, err, want, args)
	}
}

// Every case has contestants beside Gaze, and nobody trains in int8.
func TestContestants(t *testing.T) {
	for _, c := range cases.All() {
		var names []string
		for _, one := range (&plan{}).field(c) {
			names = append(names, one.String())
		}
		require.Contains(t, names, "gaze float32")
		require.Contains(t, names, "torch float32 eager")
		if c.Training() {
			require.NotContains(t, strings.Join(names, " "), "int8")
			require.NotContains(t, names, "torch bf16 eager-model")
			require.Contains(t, names, "torch bf16 compile-autocast")
		}
	}
	p := plan{peers: []string{"gaze"}, precisions: []string{"float32"}}
	require.Equal(t, []contestant{{"gaze", "float32", ""}}, p.field(cases.All()[0]))
}

// The help names every case; its examples have flags that there are.
func TestHelp(t *testing.T) {
	out, err := call("--help")
	require.NoError(t, err)
	for _, c := range append(caseNames(), peerNames()...) {
		require.Contains(t, out, c)
	}
	for _, word := range strings.Fields(rootExample) {
		if name, is := strings.CutPrefix(word, "--"); is {
			require.NotNil(t, newRoot().Flags().Lookup(name), word)
		}
	}
}

// The Python programs come along.
func TestUnpack(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, unpack(dir))
	for _, name := range []string{"protocol.py", "tensors.py", "models.py", "pytorch_peer.py", "onnx_export.py", "onnx_peer.py"} {
		_, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
	}
}
