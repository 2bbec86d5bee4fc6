package tokenizer

// Decoder turns ids into text.
type Decoder interface {
	// Decode is the text of ids that follow each other. Bytes that make no
	// UTF-8 stay as they are; an id outside the vocabulary is nothing.
	Decode(ids []int) string

	// Text is what id adds after the ids before it, of which only the last is
	// looked at; Start is before the first.
	Text(before, id int) string
}

// Start in place of an id is the beginning.
const Start = -1

// decode is what Text adds up to.
func decode(d Decoder, ids []int) string {
	var text []byte
	before := Start
	for _, id := range ids {
		text = append(text, d.Text(before, id)...)
		before = id
	}
	return string(text)
}
