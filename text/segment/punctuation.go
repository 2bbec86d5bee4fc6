package segment

// Punctuation cuts at white space, and makes each punctuation mark and symbol a
// word of its own, but for the marks inside a run of letters and digits, as in
// "don't", "3.14", "e-mail" and "20%".
type Punctuation struct{}

// Segment leaves nothing out but white space.
func (Punctuation) Segment(text string) (words []string) {
	from := 0 // of the word that is under way
	for at := 0; at < len(text); {
		a := nextAtom(text, at)
		if a.kind != mark && a.kind != blank {
			at = a.to
			continue
		}
		if at > from {
			words = append(words, text[from:at])
		}
		if a.kind == mark {
			words = append(words, text[at:a.to])
		}
		at, from = a.to, a.to
	}
	if from < len(text) {
		words = append(words, text[from:])
	}
	return words
}
