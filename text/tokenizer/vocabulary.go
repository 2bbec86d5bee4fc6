package tokenizer

// Vocabulary turns text into ids from 0 to Size()-1, and ids into text. Bytes,
// Characters and whatever else splits text into known pieces are vocabularies.
//
// Vocabularies do not change, so one serves many goroutines.
type Vocabulary interface {
	// Encode is the ids of a text. If there is something in it that has no id,
	// the error is a *TextError, and says what and where.
	Encode(text string) ([]int, error)

	// Decode is the text of ids that follow each other; an id outside the
	// vocabulary is nothing. Decode undoes Encode.
	Decode(ids []int) string

	// Size is how many ids there are.
	Size() int
}
