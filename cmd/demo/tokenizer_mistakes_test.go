package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTokenizerMistakes(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("folder", 0o777))
	for name, text := range map[string]string{
		"a.txt": english, "empty.txt": "", "latin.txt": "a caf\xe9 au lait", "mine.json": `{"a": 1}`, "empty.json": "", "folder/tokenizer.json": "{",
	} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
	ok(t, "tokenizer", "train", "--size", "260", "--out", "t.json", "a.txt")
	for args, want := range map[string]string{
		"tokenizer trian":                                         `demo tokenizer has no subcommand "trian": did you mean "train"?`,
		"tokenizer encode a":                                      "there is no out/tokenizer/tokenizer.json yet: train one with demo tokenizer train",
		"tokenizer inspect none.json":                             "none.json: there is no such file or folder: give a tokenizer.json, ",
		"tokenizer inspect empty.json":                            "empty.json: the file is empty: give a tokenizer.json, ",
		"tokenizer inspect mine.json":                             "tokenizer: mine.json: tokenizer.json: there is no model: give a tokenizer.json, ",
		"tokenizer inspect a.txt":                                 `tokenizer: a.txt: it begins with "the cat sat on t": not JSON, as a tokenizer.json is; `,
		"tokenizer inspect folder":                                "tokenizer: folder: tokenizer.json: ",
		"tokenizer inspect t.json mine.json":                      "t.json and mine.json: want one tokenizer",
		"tokenizer encode --tokenizer t.json --file x":            "--file x: there is no such file",
		"tokenizer encode --tokenizer t.json --file .":            "--file . is a folder: give a file of text",
		"tokenizer encode --tokenizer t.json a --file x":          `--file x and the text "a": want one of them`,
		"tokenizer encode --tokenizer t.json a --ids --json":      "--ids and --json: want one of them",
		"tokenizer encode --tokenizer t.json a --max-length -1":   "--max-length -1: want 1 or more",
		"tokenizer encode --tokenizer t.json --file empty.txt":    "--file empty.txt: the file is empty",
		"tokenizer decode --tokenizer t.json 260":                 "id 260: t.json has 260 tokens, and none of that id",
		"tokenizer decode --tokenizer t.json -- -1":               "id -1: t.json has 260 tokens, and none of that id",
		"tokenizer decode --tokenizer t.json five":                `"five": want ids, such as 1 42 7`,
		"tokenizer train none.txt":                                "none.txt: there is no such file or folder: give UTF-8 text files",
		"tokenizer train empty.txt":                               "empty.txt: the file is empty",
		"tokenizer train latin.txt":                               "latin.txt:1:6",
		"tokenizer train folder":                                  "folder: the folder has no *.txt file with text",
		"tokenizer train a.txt --model gpt":                       "--model gpt: want one of bpe, bpe-chars, wordpiece, unigram",
		"tokenizer train a.txt --size 256":                        "--size 256: want 257 to",
		"tokenizer train a.txt --model unigram --size 1":          "--size 1: want 2 to",
		"tokenizer train a.txt --special a,a":                     `--special ["a" "a"]: want tokens that are not empty, each once`,
		"tokenizer train a.txt --min-frequency -1":                "--min-frequency -1: want 0 or more",
		"tokenizer train a.txt --model unigram --min-frequency 3": "--model unigram has none: leave it away",
		"tokenizer train a.txt --out a.txt":                       "--out a.txt: want the name of a .json file",
		"tokenizer train a.txt --out mine.json":                   "--out mine.json is there, is no tokenizer, and would be lost: give another file",
		"tokenizer train a.txt --out a.txt/t.json":                "--out a.txt/t.json: cannot make the folder a.txt: ",
		"tokenizer train mine.json --out mine.json":               "--out mine.json is there, is no tokenizer, and would be lost",
	} {
		t.Run(args, func(t *testing.T) {
			mistake(t, want, strings.Fields(args)...)
			require.NoFileExists(t, usualTokenizer)
		})
	}
	require.Equal(t, `{"a": 1}`, content(t, "mine.json"))
}
