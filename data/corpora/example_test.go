package corpora_test

import (
	"fmt"
	"strings"

	"github.com/gaze-ml/gaze/data/corpora"
)

func ExampleTinyShakespeare() {
	text := corpora.TinyShakespeare()
	fmt.Println(len(text), "characters")
	fmt.Println(strings.Join(strings.SplitN(text, "\n", 3)[:2], "\n"))
	// Output:
	// 1115394 characters
	// First Citizen:
	// Before we proceed any further, hear me speak.
}
