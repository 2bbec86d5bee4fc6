package corpora

import (
	_ "embed" // of the text
	"sync"
)

//go:embed tang_poems.txt.gz
var tangPoems string

var unpackedPoems = sync.OnceValue(func() string { return unpack(tangPoems) })

// TangPoems is 3,002 poems of the Tang, of the beginning of 全唐詩 in traditional
// characters: of each its title and its lines, and a blank line between two.
func TangPoems() string { return unpackedPoems() }
