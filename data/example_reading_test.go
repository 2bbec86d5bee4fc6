package data_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// written puts a text into a file of a folder that is removed at the end.
func written(name, text string) (path string, remove func()) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	path = filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		panic(err)
	}
	return path, func() { _ = os.RemoveAll(dir) }
}

func ExampleReadTable() {
	path, remove := written("reviews.csv", "label,review\n1,\"好吃, 很快\"\n0,没有送水\n")
	defer remove()
	all, err := data.ReadTable(path, data.Columns{Text: "review", Label: "label"})
	for _, e := range all {
		fmt.Println(e.Labels[0], e.Text, err)
	}
	// Output:
	// 1 好吃, 很快 <nil>
	// 0 没有送水 <nil>
}

func ExampleColumns() {
	path, remove := written("pairs.tsv", "a man walks\ta person moves\tyes\nbroken\n")
	defer remove()
	_, err := data.ReadTable(path, data.Columns{Text: "1", Pair: "2", Label: "3"})
	fmt.Println(strings.TrimPrefix(err.Error(), filepath.Dir(path)+string(filepath.Separator)))
	// Output: pairs.tsv:2: 1 columns, want 3 as in the first line
}

func ExampleExample() {
	path, remove := written("a.jsonl", `{"tokens": ["Ada", "wrote"], "tags": ["B-PER", "O"]}`)
	defer remove()
	all, err := data.ReadJSONL(path)
	fmt.Println(all[0].Tokens, all[0].Tags, err)
	// Output: [Ada wrote] [B-PER O] <nil>
}

func ExampleCoNLL() {
	path, remove := written("weibo.conll", "李0\tB-PER\n开1\tI-PER\n\n感0\tO\n")
	defer remove()
	all, err := data.ReadCoNLL(path, data.CoNLL{Segmented: true})
	fmt.Println(len(all), all[0].Tokens, all[0].Tags, err)
	// Output: 2 [李 开] [B-PER I-PER] <nil>
}

func ExampleQuestion() {
	path, remove := written("drcd.json", `{"data": [{"paragraphs": [{"context": "在歐洲，梵語", "qas": [
		{"id": "1", "question": "哪裡？", "answers": [{"text": "歐洲", "answer_start": 1}]}]}]}]}`)
	defer remove()
	all, err := data.ReadSQuAD(path)
	fmt.Println(all[0].Question, all[0].Answers, err)
	// Output: 哪裡？ [{歐洲 3}] <nil>
}

func ExampleAnswer() {
	q := data.Question{Context: "在歐洲，梵語", Answers: []data.Answer{{Text: "歐洲", Start: 3}}}
	a := q.Answers[0]
	fmt.Println(q.Context[a.Start : a.Start+len(a.Text)]) // Start counts bytes
	// Output: 歐洲
}

func ExampleLabelMap() {
	m, err := data.LabelsOf([]data.Example{{Labels: []string{"spam"}}, {Labels: []string{"ham"}}})
	if err != nil {
		panic(err)
	}
	fmt.Println(m.Names())
	_, err = m.ID("egg")
	fmt.Println(err)
	// Output:
	// [ham spam]
	// label "egg" is not among those seen in training: ham, spam
}

func ExampleLengthBatches() {
	lengths := []int{3, 40, 5, 41, 4, 39}
	l, err := data.NewLengthBatches(lengths, 3, 1)
	if err != nil {
		panic(err)
	}
	for step := range l.PerEpoch() {
		batch, err := l.Fill(nil, step)
		if err != nil {
			panic(err)
		}
		longest := lengths[batch[len(batch)-1]]
		fmt.Println(len(batch), "rows of", data.Bucket(longest, []int{8, 16, 64}))
	}
	// Unordered output:
	// 3 rows of 8
	// 3 rows of 64
}

func ExampleSentencePairs() {
	v, err := tokenizer.ParseVocabTxt([]byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nto\nbe\nor\nnot\nsun\nmoon\n"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := data.ReadDocuments(strings.NewReader("to be\nor not to be\n\nsun\nmoon\n"), v, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	pairs, err := data.NewSentencePairs(d, v, 16, 2, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	var b data.PairBatch
	err = pairs.Fill(&b, 0)
	fmt.Println(d.Len(), "documents,", b.Rows, "pairs of", b.Seq, "tokens,", b.Hidden, "hidden", err)
	// Output: 2 documents, 2 pairs of 16 tokens, 0 hidden <nil>
}

func ExamplePairBatch() {
	var b data.PairBatch // Fill gives it its sizes
	fmt.Println(b.Rows, b.Seq)
	// Output: 0 0
}

func ExampleDocuments() {
	v, err := tokenizer.ParseVocabTxt([]byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := data.ReadDocuments(strings.NewReader("a b\nb\n\na\n"), v, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Len(), d.Tokens(), d.Document(0))
	// Output: 2 4 [[5 6] [6]]
}

func ExampleMasking() {
	v, err := tokenizer.ParseVocabTxt([]byte("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := data.NewMasking(v, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	m.Whole, m.Rate = true, 0.4
	ids, labels := []int{2, 5, 6, 5, 6, 3}, make([]int, 6)
	err = m.Apply(ids, labels, []bool{false, false, true, false, true, false})
	hidden := 0
	for _, l := range labels {
		if l != data.Ignore {
			hidden++
		}
	}
	fmt.Println(hidden, "tokens of a word", err)
	// Output: 2 tokens of a word <nil>
}
