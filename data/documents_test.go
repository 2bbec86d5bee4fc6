package data_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/segment"
)

func TestSentences(t *testing.T) {
	for line, want := range map[string][]string{
		"":                         nil,
		" \t　":                     nil,
		"No end":                   {"No end"},
		"One. Two! Three? Four":    {"One.", "Two!", "Three?", "Four"},
		"It is 3.14, a.b.c.":       {"It is 3.14, a.b.c."},
		`"Go!" he said. (Really.)`: {`"Go!"`, "he said.", "(Really.)"},
		"What?! ... Yes":           {"What?!", "...", "Yes"},
		"春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。": {"春眠不覺曉，處處聞啼鳥。", "夜來風雨聲，花落知多少。"},
		"他说：“好！”然后走了……没有":          {"他说：“好！”", "然后走了……", "没有"},
		"a . b , c . d": {"a .", "b , c .", "d"},
	} {
		require.Equal(t, want, data.Sentences(line), line)
	}
}

// Blank lines part documents, lines and ends of sentences part sentences.
func TestReadDocuments(t *testing.T) {
	v := pieces(t, "a", "b", "c", "##c", ".")
	d, err := data.ReadDocuments(strings.NewReader("\n\na b. c\nb\n \t\na acc\n\n\n"), v, nil)
	require.NoError(t, err)
	require.Equal(t, 2, d.Len())
	require.Equal(t, 9, d.Tokens())
	require.Equal(t, [][]int{{5, 6, 9}, {7}, {6}}, d.Document(0))
	require.Equal(t, [][]int{{5, 5, 8, 8}}, d.Document(1))
}

func TestReadDocumentsMistakes(t *testing.T) {
	v := pieces(t, "a")
	for text, want := range map[string]string{
		"":                           "text has no token: want text, its documents parted by blank lines",
		" \n\n\t\n":                  "text has no token: want text, its documents parted by blank lines",
		strings.Repeat("a", 1<<24+1): "text:1: the line has more than 16777216 bytes",
	} {
		_, err := data.ReadDocuments(strings.NewReader(text), v, nil)
		require.EqualError(t, err, want)
	}
}

// together is what is hidden side by side of a text: rows of tokens that follow each other,
// found by hiding them often.
func together(t *testing.T, text string, words segment.Segmenter, tokens ...string) []string {
	t.Helper()
	v := pieces(t, append(tokens, "x")...)
	d, err := data.ReadDocuments(strings.NewReader(text+"\n\nx"), v, words)
	require.NoError(t, err)
	pairs, err := data.NewSentencePairs(d, v, 512, 2, 1)
	require.NoError(t, err)
	pairs.Masking, err = data.NewMasking(v, 1)
	require.NoError(t, err)
	pairs.Masking.Whole, pairs.Masking.Rate, pairs.Short = true, 0.4, 0
	found := map[string]bool{}
	var b data.PairBatch
	for step := range 300 {
		require.NoError(t, pairs.Fill(&b, step))
		for row := range b.Rows {
			word := ""
			for i := range b.Seq {
				label := b.Labels[row*b.Seq+i]
				if label == data.Ignore {
					if word != "" {
						found[word] = true
					}
					word = ""
					continue
				}
				token, _ := v.Token(label)
				word += token
			}
		}
	}
	delete(found, "x")
	var list []string
	for w := range found {
		list = append(list, w)
	}
	return list
}

// WordPiece's ## joins, and a segmenter joins Chinese characters: what is hidden is
// a row of whole words.
func TestWholeWordsOfWordPiece(t *testing.T) {
	for _, w := range together(t, "a bcc a bcc", nil, "a", "b", "##c") {
		rest := strings.NewReplacer("b##c##c", "", "a", "").Replace(w)
		require.Empty(t, rest, w)
	}
}

func TestWholeWordsOfSegmenter(t *testing.T) {
	dictionary := segment.NewDictionaryOf([][]string{{"北京", "大学", "我", "爱"}})
	seen := together(t, "我爱北京大学。", segment.Forward{Dictionary: dictionary}, "我", "爱", "北", "京", "大", "学", "。")
	require.Contains(t, seen, "北京")
	for _, w := range seen {
		rest := strings.NewReplacer("北京", "", "大学", "", "我", "", "爱", "", "。", "").Replace(w)
		require.Empty(t, rest, w)
	}
	parted := together(t, "我爱北京大学。", nil, "我", "爱", "北", "京", "大", "学", "。")
	require.Contains(t, parted, "京", "without, each character is a word")
}

// Documents are dealt, each into one part, the same by the same seed.
func TestDocumentsSplit(t *testing.T) {
	v := pieces(t, many(100)...)
	d, err := data.ReadDocuments(strings.NewReader(strings.Join(many(100), "\n\n")), v, nil)
	require.NoError(t, err)
	training, held, err := d.Split(0.2, 3)
	require.NoError(t, err)
	require.Equal(t, []int{80, 20}, []int{training.Len(), held.Len()})
	var seen []int
	for _, part := range []*data.Documents{training, held} {
		for i := range part.Len() {
			seen = append(seen, part.Document(i)[0][0])
		}
	}
	all := make([]int, 100)
	for i := range all {
		all[i] = 5 + i
	}
	require.ElementsMatch(t, all, seen)
	again, _, err := d.Split(0.2, 3)
	require.NoError(t, err)
	require.Equal(t, training, again)
	_, _, err = d.Split(0.01, 3)
	require.EqualError(t, err, "split: text has 100 documents, of which 0.01 are 1: want at least 2 in each part: "+
		"more documents, parted by blank lines")
	_, _, err = d.Split(1, 3)
	require.EqualError(t, err, "split: 1 of the documents held out: want above 0 and below 1")
}

// No document is of two files.
func TestOpenDocuments(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "a\nb", "b.txt": "b\n\na\n", "c.txt": "", "d.md": "a", "sub/e.txt": "b"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	read := func(path string) *data.Documents {
		text, err := data.OpenDocuments(path)
		require.NoError(t, err)
		defer text.Close()
		d, err := data.ReadDocuments(text, pieces(t, "a", "b"), nil)
		require.NoError(t, err)
		return d
	}
	d := read(dir)
	var all [][][]int
	for i := range d.Len() {
		all = append(all, d.Document(i))
	}
	require.Equal(t, [][][]int{{{5}, {6}}, {{6}}, {{5}}, {{6}}}, all)
	require.Equal(t, 2, read(filepath.Join(dir, "b.txt")).Len())
	for path, want := range map[string]string{
		filepath.Join(dir, "c.txt"): "the file is empty",
		filepath.Join(dir, "none"):  "there is no such file",
		t.TempDir():                 "the folder has no *.txt file with text",
	} {
		_, err := data.OpenDocuments(path)
		require.ErrorContains(t, err, want)
	}
	latin := filepath.Join(dir, "a.txt")
	require.NoError(t, os.WriteFile(latin, []byte("a\ncaf\xe9"), 0o666))
	text, err := data.OpenDocuments(dir)
	require.NoError(t, err)
	defer text.Close()
	_, err = data.ReadDocuments(text, pieces(t, "a", "b"), nil)
	require.ErrorContains(t, err, latin+":2:4: byte 0xE9 is not UTF-8")
}
