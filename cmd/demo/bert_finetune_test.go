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

// saved writes a file, and says where it is.
func saved(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	return path
}

// quickTuning are flags with which tiny models learn a few examples by heart.
func quickTuning(task, from, data, out string, more ...string) []string {
	return append([]string{"bert", "finetune", "--task", task, "--config", from, "--data", data, "--out", out, "--lr", "0.01",
		"--batch", "8", "--epochs", "30", "--dev", data}, more...)
}

func intents() string {
	var b strings.Builder
	for i := range 24 {
		fmt.Fprintf(&b, "%s %s %s\t%s\n", []string{"please", "bob", "anna", "what"}[i%4], []string{"play music", "the weather"}[i%2],
			[]string{"", "in paris", "in rome"}[i%3], []string{"music", "weather"}[i%2])
	}
	return b.String()
}

func TestFinetuneClasses(t *testing.T) {
	from, data, out := bertFolder(t, bert.Encoding), saved(t, "train.tsv", intents()), filepath.Join(t.TempDir(), "out")
	var r bertTuned
	require.NoError(t, json.Unmarshal([]byte(ok(t, quickTuning("classify", from, data, out, "--test", data, "--json",
		"--layer-decay", "0.9", "--freeze", "*.position_embeddings.*", "--accumulate", "2")...)), &r))
	require.Len(t, r.Measured, 2)
	require.Equal(t, 1.0, r.Measured[0].Scores["accuracy"])
	require.Equal(t, r.Measured[0].Scores, r.Measured[1].Scores)
	require.Equal(t, 24, r.Measured[1].Count)
	require.NoDirExists(t, filepath.Join(out, "run"))
	page := content(t, filepath.Join(out, "report.html"))
	for _, part := range []string{"<!DOCTYPE html>", "accuracy on dev", "Confusion on test", "Mistakes on test: 0 of 24"} {
		require.Contains(t, page, part)
	}
	require.Contains(t, content(t, filepath.Join(out, "config.json")), `"0": "music"`)

	require.Regexp(t, `^music\t0\.\d+\tplease play music\nweather\t`, ok(t, "bert", "predict", "--model", out, "please play music", "the weather in rome"))
	var p predictedClasses
	require.NoError(t, json.Unmarshal([]byte(piped(t, "bob play music\n", "bert", "predict", "--model", out, "--json", "--top", "0")), &p))
	require.Len(t, p.Labels, 2)
	require.InDelta(t, 1, p.Labels[0].Probability+p.Labels[1].Probability, 1e-6)
	mistake(t, "gives no answers: --question", "bert", "predict", "--model", out, "--question", "who?", "a")

	tuned, again := filepath.Join(t.TempDir(), "again"), []string{"bert", "finetune", "--task", "classify", "--model", out, "--data", data}
	require.Contains(t, ok(t, append(again, "--out", tuned, "--lr", "1e-6", "--epochs", "1", "--hold", "0.5")...), "accuracy 100.00")
}

func TestFinetuneSeveralLabels(t *testing.T) {
	from, out := bertFolder(t, bert.Encoding), filepath.Join(t.TempDir(), "out")
	data := saved(t, "train.jsonl", strings.Repeat(`{"text": "play music in paris", "labels": ["music", "city"]}
{"text": "play music", "labels": ["music"]}
{"text": "paris", "labels": ["city"]}
{"text": "the cat", "labels": []}
`, 4))
	require.Contains(t, ok(t, quickTuning("classify", from, data, out, "--metric", "f1", "--epochs", "120")...), "f1 100.00")
	require.Contains(t, ok(t, "bert", "predict", "--model", out, "the cat"), "\tthe cat")
	require.Regexp(t, `city.*music|music.*city`, ok(t, "bert", "predict", "--model", out, "play music in paris"))
}

func TestFinetuneTags(t *testing.T) {
	data := saved(t, "train.conll", strings.Repeat("anna B-PER\nand O\nbob B-PER\nin O\nlondon B-LOC\n\n我 O\n在 O\n北 B-LOC\n京 I-LOC\n。 O\n\n", 6))
	for name, more := range map[string][]string{"plain": nil, "CRF": {"--crf"}} {
		t.Run(name, func(t *testing.T) {
			from, out := bertFolder(t, bert.Encoding), filepath.Join(t.TempDir(), "out")
			require.Contains(t, ok(t, quickTuning("tag", from, data, out, more...)...), "f1 100.00")
			var p predictedEntities
			text := "  我在北京。"
			require.NoError(t, json.Unmarshal([]byte(ok(t, "bert", "predict", "--model", out, "--json", text)), &p))
			require.Len(t, p.Entities, 1)
			require.Equal(t, "北京", p.Entities[0].Text)
			require.Equal(t, "北京", text[p.Entities[0].From:p.Entities[0].To])
			require.Equal(t, "LOC", p.Entities[0].Type)
			require.Contains(t, ok(t, "bert", "predict", "--model", out, "anna and bob in london"), "  16-22\tLOC\tlondon")
		})
	}
}

// squad is a file of questions, one of which has no answer.
func squad(impossible bool) string {
	question := func(id int, context, question, answer string) string {
		if answer == "" {
			return fmt.Sprintf(`{"context": %q, "qas": [{"id": "%d", "question": %q, "answers": [], "is_impossible": true}]}`, context, id, question)
		}
		at := len([]rune(context[:strings.Index(context, answer)]))
		return fmt.Sprintf(`{"context": %q, "qas": [{"id": "%d", "question": %q, "answers": [{"text": %q, "answer_start": %d}]}]}`,
			context, id, question, answer, at)
	}
	long := strings.Repeat("the cat sat on the mat. ", 6)
	list := []string{
		question(1, long+"anna live in paris, and bob", "what city?", "paris"), question(2, "我在北京，天气很好。", "what city?", "北京"),
		question(3, "bob live in rome. "+long, "what city?", "rome"), question(4, "anna live in london. "+long, "what city?", "london"),
	}
	if impossible {
		list = append(list, question(5, "the cat sat on the mat", "what city?", ""))
	}
	return `{"version": "2.0", "data": [{"paragraphs": [` + strings.Join(list, ", ") + `]}]}`
}

func TestFinetuneAnswers(t *testing.T) {
	from, out := bertFolder(t, bert.Encoding), filepath.Join(t.TempDir(), "out")
	data := saved(t, "train.json", squad(true))
	said := ok(t, quickTuning("qa", from, data, out, "--stride", "16", "--epochs", "80", "--language", "zh")...)
	require.Contains(t, said, "exact 100.00  f1 100.00")
	var p predictedAnswer
	context := "我在北京，天气很好。"
	require.NoError(t, json.Unmarshal([]byte(ok(t, "bert", "predict", "--model", out, "--json", "--question", "what city?", "--context", context)), &p))
	require.Equal(t, "北京", p.Answer)
	require.Equal(t, "北京", context[p.From:p.To])
	require.Contains(t, piped(t, "the cat sat on the mat\n", "bert", "predict", "--model", out, "--question", "what city?", "--impossible"), "(none)\t0-0\t")
	mistake(t, "want --question, as the model gives answers", "bert", "predict", "--model", out, "a")
}

// A run that was interrupted is gone on with, and reaches the same bits.
func TestFinetuneResume(t *testing.T) {
	from, data, dir := bertFolder(t, bert.Encoding), saved(t, "train.tsv", intents()), t.TempDir()
	args := func(out string) []string {
		return []string{"bert", "finetune", "--task", "classify", "--config", from, "--data", data, "--out", out, "--epochs", "4",
			"--batch", "4", "--eval-every", "3", "--patience", "50", "--accumulate", "2", "--layer-decay", "0.8", "--lr", "0.003"}
	}
	whole, broken := filepath.Join(dir, "whole"), filepath.Join(dir, "broken")
	ok(t, args(whole)...)
	ctx, cancel := context.WithCancel(context.Background())
	progress := &breaker{at: "step  4/", cancel: cancel}
	require.Equal(t, interrupted, run(ctx, args(broken), io.Discard, progress), progress.String())
	require.Contains(t, progress.String(), "which is saved; to go on: demo bert finetune --resume --out "+broken+"\n")
	mistake(t, "has a run that was interrupted at step", args(broken)...)
	mistake(t, "--epochs with --resume: a resumed run keeps", "bert", "finetune", "--resume", "--out", broken, "--epochs", "9")
	mistake(t, "--resume: there is no interrupted run", "bert", "finetune", "--resume", "--out", whole)
	other := saved(t, "other.tsv", strings.ReplaceAll(intents(), "music", "songs"))
	require.NotEqual(t, 0, demo("bert", "finetune", "--resume", "--out", broken, "--data", other).status)

	ok(t, "bert", "finetune", "--resume", "--out", broken)
	for _, name := range []string{"model.safetensors", "config.json", "report.html"} {
		require.Equal(t, content(t, filepath.Join(whole, name)), content(t, filepath.Join(broken, name)), name)
	}
}

func TestFinetuneMistakes(t *testing.T) {
	from := bertFolder(t, bert.Encoding)
	good := saved(t, "good.tsv", intents())
	out := filepath.Join(t.TempDir(), "out")
	entities := saved(t, "good.conll", "anna B-PER\nbob B-PER\nin O\n\nin O\n")
	for want, args := range map[string][]string{
		`--task "": want one of classify, tag, qa`:             {},
		"want --data, examples to train on":                    {"--task", "classify"},
		"--data none.tsv: there is no such file":               {"--task", "classify", "--data", "none.tsv"},
		"empty.tsv: ":                                          {"--task", "classify", "--data", saved(t, "empty.tsv", "")},
		"broken.tsv:2: 1 columns, want 2 as in the first line": {"--task", "classify", "--data", saved(t, "broken.tsv", "a\tb\nc\n")},
		"bytes.tsv": {"--task", "classify", "--data", saved(t, "bytes.tsv", "a\tb\n\xff\tb\n")},
		`label "news" is not among those seen in training: musi`: {"--task", "classify", "--data", good, "--test", saved(t, "test.tsv", "a\tnews\n")},
		`all examples have the label "b"`:                        {"--task", "classify", "--data", saved(t, "one.tsv", "a\tb\nc\tb\n"), "--hold", "0"},
		"tags.conll:2: one column":                               {"--task", "tag", "--data", saved(t, "tags.conll", "a O\nb\n")},
		`label "B-LOC" is not among those seen in training: B-P`: {"--task", "tag", "--data", entities, "--dev", saved(t, "d.conll", "rome B-LOC\n")},
		`is not at character 3 of its context, nor anywhere in`:  {"--task", "qa", "--data", saved(t, "a.json", strings.Replace(squad(false), `"text": "rome", "answer_start": 12`, `"text": "Roma", "answer_start": 3`, 1))},
		`--format "csv": --task qa has squad`:                    {"--task", "qa", "--data", good, "--format", "csv"},
		`--metric "exact": --task classify has accuracy, f1`:     {"--task", "classify", "--data", good, "--metric", "exact"},
		`--freeze "encoder.*": no parameter has such a name`:     {"--task", "classify", "--data", good, "--freeze", "encoder.*"},
		"--lr 0: want above 0":                                   {"--task", "classify", "--data", good, "--lr", "0"},
		"--layer-decay 2: want above 0 to 1":                     {"--task", "classify", "--data", good, "--layer-decay", "2"},
		"--patience: want --dev or --hold with it":               {"--task", "classify", "--data", good, "--hold", "0", "--patience", "1"},
		"--crf: want --task tag with it":                         {"--task", "classify", "--data", good, "--crf"},
		"--max-length 65: want 1 to 64":                          {"--task", "classify", "--data", good, "--max-length", "65"},
		"--precision int8 is for":                                {"--task", "classify", "--data", good, "--precision", "int8"},
		"--hold 0.001 of 24 examples":                            {"--task", "classify", "--data", good, "--hold", "0.001"},
	} {
		t.Run(want, func(t *testing.T) {
			mistake(t, want, append([]string{"bert", "finetune", "--config", from, "--out", out}, args...)...)
		})
	}
	mistake(t, "want --model, the folder of a model to tune, or --config", "bert", "finetune", "--task", "classify", "--data", good)
	mistake(t, "it has no head for a task", "bert", "predict", "--model", from, "a")
	require.NoError(t, os.Remove(filepath.Join(from, "tokenizer.json")))
	mistake(t, "--config "+from+": new model of ", "bert", "finetune", "--task", "classify", "--data", good, "--config", from)
}
