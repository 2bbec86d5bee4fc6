package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever a newcomer does wrong is answered in one line that says what to do.
func TestMistakes(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, os.Mkdir("folder", 0o777))
	require.NoError(t, os.Mkdir("mine", 0o777))
	for name, text := range map[string]string{
		"empty.txt": "", "short.txt": "to be", "two.txt": "ab", "latin.txt": "caf\xe9 au lait, caf\xe9 au lait", "text.txt": strings.Repeat(english, 20),
		"greek.txt": strings.Repeat("αβγ ", 200), "mine/README.md": "# My own\n",
	} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
	lock(t, "locked.txt")
	ok(t, append([]string{"lm", "train", "--data", "text.txt", "--out", "model"}, small...)...)
	step := filepath.Join("model", "run", "step-00000020")
	require.NoError(t, os.CopyFS("torn", os.DirFS(step)))
	require.NoError(t, os.CopyFS("sealed", os.DirFS(step)))
	lock(t, filepath.Join("sealed", "config.json"))
	require.NoError(t, os.Truncate(filepath.Join("torn", "model.safetensors"), 100))
	require.NoError(t, os.CopyFS("other", os.DirFS(step)))
	require.NoError(t, os.WriteFile(filepath.Join("other", "vocabulary.json"), []byte(`{"type": "bytes"}`), 0o666))

	for args, want := range map[string]string{
		"lm train --data missing.txt":                             "missing.txt: there is no such file or folder: give a UTF-8 text file, or a folder of *.txt files, as --data",
		"lm train --data locked.txt":                              "cannot read locked.txt: ",
		"lm train --steps 50":                                     "--warmup 100: want at most --steps, 50",
		"lm train --steps 50 --warmup 51":                         "--warmup 51: want at most --steps, 50",
		"lm eval --checkpoint model --data missing.txt":           "missing.txt: there is no such file or folder",
		"lm eval --checkpoint model --data locked.txt":            "cannot read locked.txt: ",
		"lm eval --checkpoint model --ngram 99":                   "--ngram 99: ngram: order 99: want 1 to 32, or 0 for none",
		"lm eval":                                                 "there is no model in out/lm or out yet: train one with demo lm train, or give the folder of one as --checkpoint",
		"lm sample --checkpoint sealed":                           "--checkpoint sealed: load sealed: config.json: ",
		"lm train --data empty.txt":                               "empty.txt: the file is empty",
		"lm train --data folder":                                  "folder: the folder has no *.txt file with text",
		"lm train --data latin.txt":                               "latin.txt:1:4",
		"lm train --data short.txt":                               "--block 64: the training split of short.txt has 4 tokens: want a shorter block, or a longer text",
		"lm train --data text.txt --block 5000":                   "--block 5000: the training split of text.txt has 936 tokens: want a shorter block",
		"lm train --data text.txt --split 0.9995":                 "--split 0.9995: the validation split of text.txt has 1 token: want a smaller --split",
		"lm train --width -64":                                    "--width -64: want 1 to",
		"lm train --layers 0":                                     "--layers 0: want 1 to",
		"lm train --batch 0":                                      "--batch 0: want 1 to",
		"lm train --steps -5":                                     "--steps -5: want 1 to",
		"lm train --heads 5":                                      "--heads 5: want a divisor of --width 64",
		"lm train --width 100000 --layers 100":                    "want at most 1000 million",
		"lm train --batch 10000000":                               "batch of 10000000 rows of 64 tokens: want at most",
		"lm train --lr 0":                                         "--lr 0: want above 0",
		"lm train --lr NaN":                                       "--lr NaN: want above 0",
		"lm train --min-lr 1":                                     "--min-lr 1: want 0 to --lr",
		"lm train --betas 0.9":                                    "--betas [0.9]: want two numbers",
		"lm train --betas 0.9,1":                                  "want two numbers from 0 to below 1",
		"lm train --dropout 1":                                    "--dropout 1: want 0 to below 1",
		"lm train --init -0.02":                                   "--init -0.02: want above 0, such as 0.02, or 0 for what suits the width",
		"lm train --init NaN":                                     "--init NaN: want above 0",
		"lm train --split 1":                                      "--split 1: want above 0 and below 1",
		"lm train --clip -1":                                      "--clip -1: want above 0, or 0 for none",
		"lm train --weight-decay -1":                              "--weight-decay -1: want 0 or more",
		"lm train --patience 3 --eval-every 0":                    "--patience 3: want --eval-every above 0",
		"lm train --vocabulary word":                              `--vocabulary "word": want char or byte`,
		"lm train --activation tan":                               `activation_function is "tan"`,
		"lm train --precision int8":                               "--precision int8 is for lm eval and lm sample: train in one of float32, bf16x3, bf16",
		"lm train --precision fp16":                               `--precision "fp16": want one of float32, bf16x3, bf16`,
		"lm train --out model --resume --precision bf16":          `--precision "bf16": the run in --out model was begun with "float32": leave the flag out`,
		"lm eval --checkpoint model --precision fp16":             `--precision "fp16": want one of float32, bf16x3, bf16, int8`,
		"lm sample --checkpoint model --precision INT8":           `--precision "INT8": want one of float32, bf16x3, bf16, int8`,
		"lm train --preset nanogtp":                               `--preset "nanogtp": want one of nanogpt-cpu, quick, show`,
		"lm train --preset quick --resume":                        "leave --preset out",
		"lm train --wdith 3":                                      "unknown flag: --wdith: see demo lm train --help",
		"lm train --steps many":                                   `invalid argument "many"`,
		"lm train text.txt":                                       `demo lm train takes no argument, and was given "text.txt"`,
		"lm train --out text.txt":                                 "--out text.txt is a file: give a folder",
		"lm train --out text.txt/x":                               "cannot make the folder --out text.txt/x",
		"lm train --out mine":                                     "--out mine has a README.md that is not the demo's",
		"lm train --out model":                                    "--out model has a run already, at step 20: give --resume",
		"lm train --out model --resume --width 32":                "--width 32: the run in --out model was begun with 16: leave the flag out",
		"lm train --out model --resume --steps 5":                 "--steps 5: the run in --out model has done 20",
		"lm train --out model --resume --data greek.txt":          "of another model",
		"lm train --out nowhere --resume":                         "--resume: there is no run in --out nowhere",
		"lm sample":                                               "there is no model in out/lm or out yet: train one with demo lm train, or give the folder of one as --checkpoint",
		"lm sample --checkpoint missing":                          "--checkpoint missing: there is no such folder",
		"lm sample --checkpoint text.txt":                         "--checkpoint text.txt: this is a file: give the folder that it is in",
		"lm sample --checkpoint folder":                           "--checkpoint folder: there is no model in it",
		"lm sample --checkpoint torn":                             "--checkpoint torn",
		"lm sample --checkpoint other":                            "it is of another model",
		"lm sample --checkpoint model --prompt é":                 "--prompt: 1:1: character 'é'",
		"lm sample --checkpoint model --tokens -1":                "--tokens -1: want at least 1",
		"lm sample --checkpoint model --temperature -1":           "--temperature -1: want 0 or more",
		"lm sample --checkpoint model --top-p 2":                  "--top-p 2: want 0 to 1",
		"lm sample --checkpoint model --min-p -0.1":               "--min-p -0.1: want 0 to 1",
		"lm sample --checkpoint model --top-k -1":                 "--top-k -1: want 1 or more",
		"lm sample --checkpoint model --repetition-penalty 0":     "--repetition-penalty 0: want above 0",
		"lm sample --checkpoint model --stop":                     "flag needs an argument: --stop",
		"lm sample --checkpoint ../../x/../x":                     "there is no such folder",
		"lm sample --checkpoint model --beams -1":                 "--beams -1: want 1 or more",
		"lm sample --checkpoint model --beams 2 --temperature 1":  "--temperature 1 with --beams",
		"lm sample --checkpoint model --ids 1,999":                "--ids: 999 is no token of the model",
		"lm sample --checkpoint model --ids 1 --prompt a":         "--ids and --prompt are both given",
		"lm eval --checkpoint model --data greek.txt":             "greek.txt:1:1: character 'α'",
		"lm eval --checkpoint model --data two.txt":               "two",
		"lm eval --checkpoint model --on test":                    `--on "test": want validation, training or all`,
		"lm eval --checkpoint model --ngram -1":                   "--ngram -1: want 1 or more",
		"lm eva":                                                  `demo lm has no subcommand "eva": did you mean "eval"?`,
		"attention --checkpoint model":                            "want a text to look at",
		"attention --checkpoint model to be":                      "attention takes one text, and was given 2",
		"attention --checkpoint model ééé":                        "the text: 1:1: character 'é'",
		"attention --checkpoint model --layer 7 cat":              "--layer 7: want 0 to 0",
		"attention --checkpoint model --head 7 cat":               "--head 7: want 0 to 1",
		"attention --checkpoint model thecatsatonthematandthedog": "the text has 26 tokens: want at most 16",
		"attention --checkpoint model --out mine cat":             "--out mine has a README.md that is not the demo's",
		"--out mine":          "--out mine has a README.md that is not the demo's",
		"--quick --out model": "--out model has a run of demo lm train, which would be lost",
		"vresion":             `demo has no subcommand "vresion": did you mean "version"?`,
		"--verbose":           "unknown flag: --verbose: see demo --help",
	} {
		t.Run(args, func(t *testing.T) {
			mistake(t, want, strings.Fields(args)...)
			require.NoDirExists(t, "out", "a mistake leaves nothing")
		})
	}
}

// lock makes a file that cannot be read: without the right to, or for those who may
// read everything, a link that leads to itself.
func lock(t *testing.T, path string) {
	t.Helper()
	require.NoError(t, os.RemoveAll(path))
	require.NoError(t, os.WriteFile(path, []byte(english), 0))
	if f, err := os.Open(path); err == nil {
		require.NoError(t, f.Close())
		require.NoError(t, os.Remove(path))
		require.NoError(t, os.Symlink(filepath.Base(path), path))
	}
}

// What the system does not give out is told with what to do; all else is told by
// who has met it.
func TestRefused(t *testing.T) {
	denied := &fs.PathError{Op: "open", Path: "poems/1.txt", Err: fs.ErrPermission}
	require.EqualError(t, refused(fmt.Errorf("text: %w", denied), "another text as --data"),
		"cannot read poems/1.txt: permission denied: allow yourself to read it, or give another text as --data")
	broken := &fs.PathError{Op: "read", Path: "poems/1.txt", Err: errors.New("input/output error")}
	require.EqualError(t, refused(broken, "another"), "cannot read poems/1.txt: input/output error: give another")
	named := fmt.Errorf("load model: config.json: %w", fs.ErrPermission)
	require.EqualError(t, refused(named, "another --checkpoint"),
		"load model: config.json: permission denied: allow yourself to read it, or give another --checkpoint")
	missing := &fs.PathError{Op: "open", Path: "poems/1.txt", Err: fs.ErrNotExist}
	require.Equal(t, missing, refused(missing, "another"))
}

// mistake wants one line, with exit status 1 and nothing on standard output.
func mistake(t *testing.T, want string, args ...string) {
	t.Helper()
	s := demo(args...)
	require.Equal(t, 1, s.status, s.out+s.progress)
	require.Empty(t, s.out)
	lines := strings.Split(strings.TrimSuffix(s.progress, "\n"), "\n")
	last := lines[len(lines)-1]
	require.True(t, strings.HasPrefix(last, "demo: "), s.progress)
	require.Contains(t, last, want)
	for _, line := range lines[:len(lines)-1] { // what is trained on what, at most
		require.Regexp(t, `^(text|tokens|model): `, line)
	}
	require.NotContains(t, s.progress, "goroutine")
	require.NotContains(t, s.progress, "Usage")
}

func TestUnwritableFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "locked")
	require.NoError(t, os.Mkdir(dir, 0o555))
	if probe, err := os.Create(filepath.Join(dir, "probe")); err == nil {
		require.NoError(t, probe.Close())
		dir = "/proc/self/out" // who may write everywhere cannot write there
		if _, err := os.Stat("/proc/self"); err != nil {
			t.Skip("there is no folder that this user cannot write to")
		}
	}
	for _, args := range [][]string{{"--quick"}, {"lm", "train"}} {
		mistake(t, "--out "+dir, append(args, "--out", dir)...)
	}
	text := filepath.Join(t.TempDir(), "text.txt")
	require.NoError(t, os.WriteFile(text, []byte(english), 0o666))
	file := filepath.Join(dir, "tokenizer.json")
	mistake(t, "--out "+file+": cannot ", "tokenizer", "train", text, "--out", file)
}

func TestWorkersThatAreNone(t *testing.T) {
	t.Setenv("GAZE_THREADS", "two")
	mistake(t, `GAZE_THREADS="two": want a whole number from 1 to 1024`, "version")
}

func TestLevelThatIsNone(t *testing.T) {
	t.Setenv("GAZE_LEVEL", "bogus")
	mistake(t, `GAZE_LEVEL="bogus": want avx512, avx2, neon or plain`, "version")
	t.Setenv("GAZE_THREADS", "two")
	mistake(t, `GAZE_THREADS="two": want a whole number from 1 to 1024; GAZE_LEVEL="bogus": want avx512, avx2, neon or plain`, "version")
}
