package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
)

// tales are documents of which each sentence says which is next.
func tales(n int) string {
	var b strings.Builder
	for i := range n {
		who := string(rune('a'+i%20)) + string(rune('k'+i%7))
		fmt.Fprintf(&b, "the %s sat down. so the %s is big.\n%s runs away now!\n那 %s 大。\n\n", who, who, who, who)
	}
	return b.String()
}

// quickPretraining is a run of a second.
var quickPretraining = []string{"bert", "pretrain", "--layers", "1", "--heads", "2", "--width", "16", "--length", "32",
	"--batch", "4", "--steps", "12", "--eval-every", "5", "--save-every", "4", "--vocab", "120", "--held", "0.1"}

func pretrainArgs(flags ...string) []string {
	return append(append([]string{}, quickPretraining...), flags...)
}

// What comes out is a folder that bert reads, with a report.
func TestPretrain(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("tales", 0o777))
	require.NoError(t, os.WriteFile("tales/a.txt", []byte(tales(40)), 0o666))
	require.NoError(t, os.WriteFile("tales/b.txt", []byte(tales(10)), 0o666))
	var p pretrained
	require.NoError(t, json.Unmarshal([]byte(ok(t, pretrainArgs("--data", "tales", "--out", "out", "--json", "--whole-words")...)), &p))
	require.Equal(t, 12, p.Step)
	require.Greater(t, p.WordLoss, 1.0)
	require.InDelta(t, 0.69, p.SentenceLoss, 0.3)
	for _, name := range []string{"README.md", "report.html", "held.jsonl", "config.json", "tokenizer.json", "vocab.txt", "tokenizer_config.json"} {
		require.FileExists(t, filepath.Join("out", name))
	}
	require.Equal(t, 3, strings.Count(content(t, "out/held.jsonl"), "\n"), "after 5, 10 and 12 steps")
	require.Contains(t, content(t, "out/report.html"), "always the more frequent answer")
	for _, folder := range []string{"out", "out/run/step-00000012"} {
		m, v, err := bert.LoadFolder(folder)
		require.NoError(t, err)
		require.Equal(t, bert.PreTraining, m.Config.Task())
		require.Equal(t, m.Config.VocabSize, v.Size())
		require.NoError(t, m.Close())
	}
	ok(t, pretrainArgs("--data", "tales", "--out", "again", "--tokenizer", "out", "--precision", "bf16", "--accumulate", "2")...)
	require.Equal(t, content(t, "out/tokenizer.json"), content(t, "again/tokenizer.json"))
	require.Contains(t, ok(t, "bert", "fill-mask", "--model", "out", "the [MASK] sat"), "sat")
}

// The samples that are embedded are enough for a run, Chinese words joined.
func TestPretrainSamples(t *testing.T) {
	dev, err := filepath.Abs(filepath.Join("..", "..", "text", "segment", "testdata", "dev.words"))
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	ok(t, "segment", "train", "--data", dev, "--model", "forward", "--out", "mine.segmenter")
	for sample, flags := range map[string][]string{
		"chinese": {"--vocab", "4000", "--whole-words", "--segmenter", "mine.segmenter"}, "english": {"--cased"},
	} {
		said := ok(t, pretrainArgs(append(flags, "--sample", sample, "--steps", "2", "--held", "0.005", "--out", sample)...)...)
		require.Contains(t, said, "documents that it was not trained on")
	}
}

// A run that was interrupted reaches the same bits, and the same measurements.
func TestPretrainResume(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("tales.txt", []byte(tales(40)), 0o666))
	ok(t, pretrainArgs("--data", "tales.txt", "--out", "whole")...)
	ctx, cancel := context.WithCancel(context.Background())
	progress := &breaker{at: "step  6/12", cancel: cancel}
	require.Equal(t, interrupted, run(ctx, pretrainArgs("--data", "tales.txt", "--out", "broken"), io.Discard, progress))
	require.Contains(t, progress.String(), "demo: interrupted after step 6 of 12, which is saved; to go on: demo bert pretrain --resume --out broken\n")

	mistake(t, "--out broken has a run already, at step 6: give --resume", pretrainArgs("--out", "broken")...)
	mistake(t, "--width with --resume: a resumed run keeps what it was begun with: leave --width out", "bert", "pretrain", "--resume", "--out", "broken", "--width", "32")
	require.NoError(t, os.WriteFile("other.txt", []byte(tales(43)), 0o666))
	mistake(t, "its first batch was another: the text", "bert", "pretrain", "--resume", "--out", "broken", "--data", "other.txt")

	require.NoError(t, os.CopyFS("torn", os.DirFS("broken")))
	torn := filepath.Join("torn", "run", "step-00000006", "model.safetensors")
	require.NoError(t, os.Truncate(torn, 1000))
	mistake(t, "the checkpoint cannot be used; remove the folder "+filepath.Dir(torn)+" to go on from step 4", "bert", "pretrain", "--resume", "--out", "torn")

	ok(t, "bert", "pretrain", "--resume", "--out", "broken")
	for _, name := range []string{"model.safetensors", "held.jsonl", "config.json", "run/step-00000012/optimizer.safetensors"} {
		require.Equal(t, content(t, filepath.Join("whole", name)), content(t, filepath.Join("broken", name)), name)
	}
}

func TestPretrainMistakes(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"empty.txt": "", "latin.txt": "a b\n\ncaf\xe9 au lait", "one.txt": "one document. of two sentences.", "text.txt": tales(60), "blank.txt": "\n \n",
		"vocab.txt": "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n",
	} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
	require.NoError(t, os.Mkdir("folder", 0o777))
	ok(t, pretrainArgs("--data", "text.txt", "--steps", "1", "--out", "model")...)
	require.NoError(t, os.CopyFS("cut", os.DirFS("model")))
	require.NoError(t, os.Truncate(filepath.Join("cut", "model.safetensors"), 50))
	require.NoError(t, os.CopyFS("larger", os.DirFS("model")))
	var file map[string]any
	require.NoError(t, json.Unmarshal([]byte(content(t, "larger/tokenizer.json")), &file))
	vocab := file["model"].(map[string]any)["vocab"].(map[string]any)
	vocab["more"], vocab["and"] = len(vocab), len(vocab)+1
	text, err := json.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile("larger/tokenizer.json", text, 0o666))
	for args, want := range map[string]string{
		"--data missing.txt":                    "missing.txt: there is no such file or folder",
		"--data empty.txt":                      "empty.txt: the file is empty: want text in it",
		"--data blank.txt":                      "blank.txt has no token: want text, its documents parted by blank lines",
		"--data latin.txt":                      "latin.txt:3:4: byte 0xE9 is not UTF-8: save the text as UTF-8",
		"--data folder":                         "folder: the folder has no *.txt file with text",
		"--data one.txt":                        "--held 0.05: split: one.txt has 1 documents, of which 0.05 are 0: want at least 2 in each part",
		"--data text.txt --tokenizer missing":   "--tokenizer missing: ",
		"--data text.txt --tokenizer vocab.txt": "the tokenizer has no token [MASK]",
		"--data text.txt --segmenter x":         "--segmenter x: want --whole-words with it",
		"--sample greek":                        `--sample "greek": want one of english, chinese, both`,
		"--preset huge":                         `--preset "huge": want one of tiny, mini, small, medium, base`,
		"--length 4":                            "--length 4: want 5 to",
		"--heads 3":                             "--heads 3: want a divisor of --width 128",
		"--layers 0":                            "--layers 0: want 1 to",
		"--steps 10 --warmup 11":                "--warmup 11: want 0 to 10",
		"--held 0":                              "--held 0: want above 0 and below 1",
		"--dropout 1":                           "--dropout 1: want 0 to below 1",
		"--lr NaN":                              "--lr NaN: want above 0",
		"--clip -1":                             "--clip -1: want above 0, or 0 for none",
		"--weight-decay -1":                     "--weight-decay -1: want 0 or more",
		"--precision int8":                      "train in one of float32, bf16x3, bf16",
		"--resume":                              "--resume: there is no run in --out out to go on with",
		"--layers 900 --width 8192 --heads 2":   "want at most 1000 million",
		"--out model":                           "--out model has a run already, at step 1",
		"text.txt":                              `demo bert pretrain takes no argument, and was given "text.txt"`,
	} {
		t.Run(args, func(t *testing.T) {
			mistake(t, want, append([]string{"bert", "pretrain", "--out", "out"}, strings.Fields(args)...)...)
			require.NoDirExists(t, "out", "a mistake leaves nothing")
		})
	}
	_, err = bert.Load("cut")
	require.ErrorContains(t, err, "load cut: ")
	_, _, err = bert.LoadFolder("larger")
	require.ErrorContains(t, err, "they are of different models")
}
