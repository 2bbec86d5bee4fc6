package unicode15

// record is what is known of a code point beside what it becomes.
type record struct {
	flags    uint16
	category Category
	script   uint8
	class    uint8 // canonical combining class
	grapheme uint8
}

// In the order in which the generator has them.
const (
	space = 1 << iota
	bertPunctuation
	bertSpace
	bertRemoved
	cjk
	bertMark
	mark
	numeric
	word
	nmtRemoved
	nmtSpace
	decomposes
	decomposesCompatibly
	recomposes
	second
	recomposesCompatibly
)

const (
	codePoints = 0x110000
	pageBits   = 7
	pageMask   = 1<<pageBits - 1
)

var nobody record // what is said of numbers that are no code point

func lookUp(r rune) *record {
	if uint32(r) >= codePoints {
		return &nobody
	}
	page := int(recordIndex[uint32(r)>>pageBits])
	return &records[recordPages[page<<pageBits|int(r)&pageMask]]
}

func has(r rune, flags uint16) bool { return lookUp(r).flags&flags != 0 }
