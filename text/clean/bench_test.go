package clean

import (
	"strings"
	"testing"
)

func BenchmarkSteps(b *testing.B) {
	english := strings.Repeat("The quick brown fox jumps over the lazy dog; it isn't a fable, 42 times. ", 20)
	chinese := strings.Repeat("然而，这样的处理也衍生了一些问题。自从2004年提出了兴建人文大楼的构想。", 15)
	for _, text := range []struct{ name, text string }{{"English", english}, {"Chinese", chinese}} {
		for _, d := range Steps() {
			s, err := step(d.Name, map[string]string{"scripts": "zh"}[d.Name])
			if err != nil {
				b.Fatal(err)
			}
			b.Run(text.name+"/"+d.Name, func(b *testing.B) {
				b.SetBytes(int64(len(text.text)))
				for b.Loop() {
					if e, ok := s.(Editor); ok {
						e.Edit(text.text)
					} else {
						s.(Filter).Keep(text.text)
					}
				}
			})
		}
	}
}
