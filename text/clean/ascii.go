package clean

// blanks are the white space of file formats.
const blanks = " \t\r\n"

// smallASCII is a text with the letters A to Z small, and nothing else changed: what
// the names of HTML, of schemes and of steps are compared by, whatever Unicode has.
func smallASCII(text string) string {
	for i := range len(text) {
		if 'A' <= text[i] && text[i] <= 'Z' {
			b := []byte(text)
			for j := i; j < len(b); j++ {
				if 'A' <= b[j] && b[j] <= 'Z' {
					b[j] |= 0x20
				}
			}
			return string(b)
		}
	}
	return text
}

// beginsWith says whether a text begins with a prefix of small letters, whatever the
// case of the text's letters A to Z.
func beginsWith(text, prefix string) bool {
	if len(text) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		b := text[i]
		if 'A' <= b && b <= 'Z' {
			b |= 0x20
		}
		if b != prefix[i] {
			return false
		}
	}
	return true
}
