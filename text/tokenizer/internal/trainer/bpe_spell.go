package trainer

import "unicode/utf8"

// learner is the state of learning merges.
type learner struct {
	config  BPE
	tokens  []string
	ids     map[string]int32
	lengths []int // of tokens, in the characters that they were merged from
	symbols []int32
	words   []spelt
	pairs   *pairs
	queue   queue
	merges  [][2]int32
}

// spelt is a word as tokens: symbols[begin:end].
type spelt struct {
	begin, end int
	count      int64
}

// token is the id of a token, a new one if there is none yet.
func (l *learner) token(text string, length int) int32 {
	id, ok := l.ids[text]
	if !ok {
		id = int32(len(l.tokens))
		l.ids[text] = id
		l.tokens, l.lengths = append(l.tokens, text), append(l.lengths, length)
	}
	return id
}

// spell makes words of tokens that are characters, with prefix and suffix. What
// the alphabet lacks is left out.
func (l *learner) spell(words []Word) {
	known := map[form]int32{}
	for _, w := range words {
		begin := len(l.symbols)
		for i := 0; i < len(w.Text); {
			r, size := utf8.DecodeRune(w.Text[i:])
			f := form{r, i == 0, i+size == len(w.Text)}
			i += size
			id, ok := known[f]
			if !ok {
				id = l.letter(f)
				known[f] = id
			}
			if id >= 0 {
				l.symbols = append(l.symbols, id)
			}
		}
		l.words = append(l.words, spelt{begin, len(l.symbols), w.Count})
	}
}

// form is a character and where in its word it is.
type form struct {
	char        rune
	first, last bool
}

// letter is the token of a character, -1 if the alphabet lacks it.
func (l *learner) letter(f form) int32 {
	text := string(f.char)
	id, ok := l.ids[text]
	if !ok {
		return -1
	}
	if !f.first {
		text = l.config.Prefix + text
	}
	if f.last {
		text += l.config.Suffix
	}
	if text == string(f.char) {
		return id
	}
	return l.token(text, 1)
}
