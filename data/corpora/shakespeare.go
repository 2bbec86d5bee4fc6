package corpora

import (
	"compress/gzip"
	_ "embed" // of the text
	"io"
	"strings"
	"sync"
)

//go:embed tiny_shakespeare.txt.gz
var tinyShakespeare string

var unpacked = sync.OnceValue(func() string { return unpack(tinyShakespeare) })

// TinyShakespeare is scenes from Shakespeare's plays, 40,000 lines: 1,115,394
// characters of 65 kinds, all of them ASCII, as Andrej Karpathy put them
// together for char-rnn. Language models on it are compared by the loss on its
// last tenth.
func TinyShakespeare() string { return unpacked() }

// unpack reads what is embedded, so if it fails the program was built wrong.
func unpack(packed string) string {
	r, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		panic("corpora: " + err.Error())
	}
	var text strings.Builder
	if _, err := io.Copy(&text, r); err != nil {
		panic("corpora: " + err.Error())
	}
	return text.String()
}
