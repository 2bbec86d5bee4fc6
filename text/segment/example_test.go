package segment_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/text/segment"
)

func dictionary(words ...string) *segment.Dictionary {
	return segment.NewDictionaryOf([][]string{words})
}

// A segmenter is trained on gold words, and scored.
func Example() {
	f, err := os.Open("testdata/dev.words")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	gold, err := segment.ReadGold(f)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := segment.TrainNgram(gold[:140], nil)
	fmt.Println(segment.Join(s.Segment("大多数的公司可以从其他游戏中看到")))
	score, err := segment.EvaluateSegmenter(gold[140:], s, segment.NewDictionaryOf(gold[:140]))
	fmt.Println(score.F1() > 0.7, err)
	// Output:
	// 大 多数 的 公司 可以 从 其他 游戏 中 看到
	// true <nil>
}

func ExampleWhitespace() {
	fmt.Printf("%q\n", segment.Whitespace{}.Segment("To be, or not"))
	// Output: ["To" "be," "or" "not"]
}

func ExamplePunctuation() {
	fmt.Printf("%q\n", segment.Punctuation{}.Segment("Don't pay $3.14!"))
	// Output: ["Don't" "pay" "$" "3.14" "!"]
}

func ExampleRegexp() {
	r, err := segment.NewRegexp(`\p{Han}|[\p{L}\p{N}]+`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q\n", r.Segment("中文, GPT2!"))
	// Output: ["中" "文" "GPT2"]
}

func ExampleDictionary() {
	d := segment.NewDictionary()
	fmt.Println(d.Add("研究", 2), d.Count("研究"), d.Len())
	// Output: <nil> 2 1
}

func ExampleForward() {
	s := segment.Forward{Dictionary: dictionary("研究", "研究生", "生命", "起源")}
	fmt.Println(segment.Join(s.Segment("研究生命的起源")))
	// Output: 研究生 命 的 起源
}

func ExampleBackward() {
	s := segment.Backward{Dictionary: dictionary("研究", "研究生", "生命", "起源")}
	fmt.Println(segment.Join(s.Segment("研究生命的起源")))
	// Output: 研究 生命 的 起源
}

func ExampleTwoWay() {
	s := segment.TwoWay{Dictionary: dictionary("研究", "研究生", "生命", "起源")}
	fmt.Println(segment.Join(s.Segment("研究生命的起源")))
	// Output: 研究 生命 的 起源
}

// What all three are trained on here.
var few = [][]string{{"我", "喜欢", "猫"}, {"我", "喜欢", "你"}, {"猫", "喜欢", "我"}}

func ExampleSegmenter() {
	for _, s := range []segment.Segmenter{segment.TrainHMM(few), segment.TrainNgram(few, nil)} {
		fmt.Println(segment.Join(s.Segment("我喜欢你")))
	}
	// Output:
	// 我 喜欢 你
	// 我 喜欢 你
}

func ExampleHMM() {
	fmt.Println(segment.Join(segment.TrainHMM(few).Segment("你喜欢猫")))
	// Output: 你 喜欢 猫
}

func ExampleNgram() {
	s := segment.TrainNgram(few, dictionary("长江", "长江大桥"))
	fmt.Println(segment.Join(s.Segment("我喜欢长江大桥")))
	// Output: 我 喜欢 长江大桥
}

func ExamplePerceptron() {
	s := segment.TrainPerceptron(few, 10, 1)
	fmt.Println(segment.Join(s.Segment("你喜欢猫")))
	// Output: 你 喜欢 猫
}

func ExampleSave() {
	file := filepath.Join(os.TempDir(), "gaze-example.segmenter")
	defer os.Remove(file)
	fmt.Println(segment.Save(file, segment.TrainHMM(few)))
	s, err := segment.Load(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(segment.Join(s.Segment("你喜欢猫")))
	// Output:
	// <nil>
	// 你 喜欢 猫
}

func ExampleScore() {
	gold, found := [][]string{{"研究", "生命"}}, [][]string{{"研究", "生", "命"}}
	s, err := segment.Evaluate(gold, found, dictionary("研究"))
	fmt.Println(s, err)
	// Output: P 33.33  R 50.00  F1 40.00  R-OOV 0.00  R-IV 100.00 <nil>
}

func ExampleAtom() {
	text := "GPT2的 3.5版"
	for _, a := range segment.Atoms(text) {
		fmt.Println(text[a.From:a.To], a.Parted)
	}
	// Output:
	// GPT2 true
	// 的 false
	// 3.5 true
	// 版 false
}
