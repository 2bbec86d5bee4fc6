package segment

// Forward goes through a text from the left and takes the longest word of the
// dictionary each time, or an atom where there is none (forward maximum matching).
type Forward struct{ Dictionary *Dictionary }

// Backward goes from the right. Chinese puts the head of a phrase last, so it
// errs less often than Forward.
type Backward struct{ Dictionary *Dictionary }

// TwoWay is that of Forward and Backward which has fewer words, or else fewer
// words of one character, or else Backward.
type TwoWay struct{ Dictionary *Dictionary }

// Segment leaves nothing out but white space.
func (f Forward) Segment(text string) []string {
	t := newCut(text)
	return t.words(t.forward(f.Dictionary))
}

// Segment leaves nothing out but white space.
func (b Backward) Segment(text string) []string {
	t := newCut(text)
	return t.words(t.backward(b.Dictionary))
}

// Segment leaves nothing out but white space.
func (w TwoWay) Segment(text string) []string {
	t := newCut(text)
	f, b := t.forward(w.Dictionary), t.backward(w.Dictionary)
	if len(f) < len(b) || len(f) == len(b) && singles(f) < singles(b) {
		return t.words(f)
	}
	return t.words(b)
}

// cut is a text as atoms, to be cut.
type cut struct {
	text   string
	atoms  []atom
	parted []bool // whether white space comes before each
}

func newCut(text string) *cut {
	list, parted := atoms(text)
	return &cut{text, list, parted}
}

// words are those that end after so many atoms each.
func (t *cut) words(ends []int) []string {
	words := make([]string, len(ends))
	from := 0
	for i, end := range ends {
		words[i] = t.text[t.atoms[from].from:t.atoms[end-1].to]
		from = end
	}
	return words
}

// pieces calls use for each range of atoms between white space.
func (t *cut) pieces(use func(from, to int)) {
	from := 0
	for i := 1; i <= len(t.atoms); i++ {
		if i == len(t.atoms) || t.parted[i] {
			use(from, i)
			from = i
		}
	}
}

func (t *cut) forward(d *Dictionary) (ends []int) {
	var words []found
	for i := 0; i < len(t.atoms); {
		words = d.at(t.text, t.atoms[i:], t.parted[i:], words[:0])
		if n := len(words); n > 0 {
			i += words[n-1].atoms
		} else {
			i++
		}
		ends = append(ends, i)
	}
	return ends
}

func (t *cut) backward(d *Dictionary) (ends []int) {
	first := make([]int, len(t.atoms)+1) // by end: where the longest word with it begins
	for i := range first {
		first[i] = i - 1
	}
	var words []found
	for i := range t.atoms {
		words = d.at(t.text, t.atoms[i:], t.parted[i:], words[:0])
		for _, w := range words {
			first[i+w.atoms] = min(first[i+w.atoms], i)
		}
	}
	n := 0
	for i := len(t.atoms); i > 0; i = first[i] {
		n++
	}
	ends = make([]int, n)
	for i := len(t.atoms); i > 0; i = first[i] {
		n--
		ends[n] = i
	}
	return ends
}

// singles counts the words of one atom.
func singles(ends []int) (n int) {
	from := 0
	for _, end := range ends {
		if end == from+1 {
			n++
		}
		from = end
	}
	return n
}
