package clean_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/gaze-ml/gaze/text/clean"
)

func ExamplePipeline() {
	steps := append(clean.Default(), clean.Links{URL: "<url>"}, clean.Spaces{}, clean.Empty{})
	p, err := clean.New(steps...)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := p.Run(os.Stdout, strings.NewReader("See  https://go.dev.\r\n\nCafé \x00\n")); err != nil {
		fmt.Println(err)
	}
	fmt.Print(p.Report())
	// Output:
	// See <url>.
	// Café
	// 2 of 3 texts kept, 15 of 28 bytes
	// step                  changed       places      dropped
	// utf8                        0            0            0
	// nfc                         0            0            0
	// controls                    2            2            0
	// links                       1            1            0
	// spaces                      2            2            0
	// empty                       0            0            1
	// controls, text 1: "See  https://go.dev.\r" → "See  https://go.dev."
	// controls, text 3: "Café \x00" → "Café "
	// links, text 1: "See  https://go.dev." → "See  <url>."
	// spaces, text 1: "See  <url>." → "See <url>."
	// spaces, text 3: "Café " → "Café"
	// empty, text 2: "" dropped
}

func ExampleParse() {
	steps, err := clean.Parse("utf8,nfc,near-duplicates=0.9")
	for _, s := range steps {
		fmt.Println(s.Name())
	}
	fmt.Println(err)
	// Output:
	// utf8
	// nfc
	// near-duplicates
	// <nil>
}

// edit prints what a step makes of a text.
func edit(e clean.Editor, text string) {
	edited, places := e.Edit(text)
	fmt.Printf("%q %d\n", edited, places)
}

// keep prints which texts stay.
func keep(f clean.Filter, texts ...string) {
	for _, t := range texts {
		if f.Keep(t) {
			fmt.Println(t)
		}
	}
}

func ExampleStep() {
	for _, s := range clean.Default() {
		fmt.Println(s.Name())
	}
	// Output:
	// utf8
	// nfc
	// controls
}

func ExampleEditor() {
	edit(clean.Lower{}, "To Be")
	// Output: "to be" 2
}

func ExampleFilter() {
	keep(clean.Empty{}, "a", " ", "b")
	// Output:
	// a
	// b
}

func ExampleUTF8() {
	edit(clean.UTF8{}, "caf\xe9")
	// Output: "caf�" 1
}

func ExampleNFC() {
	edit(clean.NFC{}, "cafe\u0301")
	// Output: "café" 1
}

func ExampleNFKC() {
	edit(clean.NFKC{}, "ﬁn Ａ")
	// Output: "fin A" 2
}

func ExampleControls() {
	edit(clean.Controls{}, "a\x00b\r\n")
	// Output: "ab\n" 2
}

func ExampleInvisible() {
	edit(clean.Invisible{}, "\ufeffin\u00advisible")
	// Output: "invisible" 2
}

func ExampleHTML() {
	edit(clean.HTML{}, "<p>Tom <b>&amp;</b> Jerry, 1 < 2</p>")
	// Output: " Tom & Jerry, 1 < 2 " 5
}

func ExampleLinks() {
	edit(clean.Links{URL: "<url>", Email: "<email>"}, "www.go.dev (or me@example.com).")
	// Output: "<url> (or <email>)." 2
}

func ExampleSpaces() {
	edit(clean.Spaces{}, " a \t b")
	// Output: "a b" 2
}

func ExampleLower() {
	edit(clean.Lower{}, "ÀB")
	// Output: "àb" 2
}

func ExampleHalfWidth() {
	edit(clean.HalfWidth{}, "ＧＰＴ２，ｶﾞ")
	// Output: "GPT2，ガ" 5
}

func ExampleFullWidth() {
	edit(clean.FullWidth{}, "A1,")
	// Output: "Ａ１，" 3
}

func ExampleSimplified() {
	edit(clean.Simplified{}, "乾坤與乾淨")
	// Output: "乾坤与干净" 3
}

func ExampleTraditional() {
	edit(clean.Traditional{}, "头发发展")
	// Output: "頭髮發展" 2
}

func ExampleRepeatedCharacters() {
	edit(clean.RepeatedCharacters{Most: 3}, "sooooo 1000000")
	// Output: "sooo 1000000" 1
}

func ExampleStopWords() {
	s, err := clean.StopWordsOf("en", "zh")
	if err != nil {
		fmt.Println(err)
		return
	}
	edit(s, "the cat and 我 的 猫")
	// Output: "cat 猫" 4
}

func ExampleRepeatedLines() {
	keep(&clean.RepeatedLines{}, "a", "a", "b", "a")
	// Output:
	// a
	// b
	// a
}

func ExampleEmpty() {
	keep(clean.Empty{}, "a", "\t")
	// Output: a
}

func ExampleDuplicates() {
	d, err := clean.NewDuplicates(1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	keep(d, "a", "b", "a")
	// Output:
	// a
	// b
}

func ExampleNearDuplicates() {
	d, err := clean.NewNearDuplicates(0.8, 1000, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	keep(d, "The quick brown fox jumps over the lazy dog, again and again.", "The quick brown fox jumps over the lazy dog, again and again!")
	// Output: The quick brown fox jumps over the lazy dog, again and again.
}

func ExampleScripts() {
	s, err := clean.NewScripts(0.5, "zh")
	if err != nil {
		fmt.Println(err)
		return
	}
	keep(s, "你好，world", "你好，世界 hi", "hello")
	// Output: 你好，世界 hi
}

func ExampleReport() {
	p, err := clean.New(clean.Lower{})
	if err != nil {
		fmt.Println(err)
		return
	}
	p.Clean("To be")
	r := p.Report()
	fmt.Println(r.Texts, r.Kept, r.BytesIn)
	// Output: 1 1 5
}

func ExampleStepReport() {
	p, err := clean.New(clean.Lower{})
	if err != nil {
		fmt.Println(err)
		return
	}
	p.Clean("To be")
	fmt.Printf("%+v\n", p.Report().Steps[0])
	// Output: {Name:lower Changed:1 Places:1 Dropped:0 Examples:[{Text:1 Before:To be After:to be Dropped:false}]}
}

func ExampleExample() {
	fmt.Println(clean.Example{Text: 1, Before: "To be", After: "to be"})
	// Output: {1 To be to be false}
}

func ExampleDescription() {
	d := clean.Steps()[0]
	fmt.Println(d.Name+":", d.Does)
	// Output: utf8: replace bytes that are no UTF-8 by U+FFFD
}
