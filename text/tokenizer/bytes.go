package tokenizer

import "encoding/json"

// Bytes is the vocabulary of the 256 bytes: each is its own id, so every text
// has ids, and those of a character outside ASCII are two to four. Ids that make
// no UTF-8 are decoded as the bytes that they are; a Stream holds a character
// back until its bytes are there.
type Bytes struct{}

var (
	_ Vocabulary = Bytes{}
	_ Decoder    = Bytes{}
)

// Encode is the bytes of a text. There is no error.
func (Bytes) Encode(text string) ([]int, error) {
	ids := make([]int, len(text))
	for i := range len(text) {
		ids[i] = int(text[i])
	}
	return ids, nil
}

// Decode is ids as bytes.
func (Bytes) Decode(ids []int) string {
	text := make([]byte, 0, len(ids))
	for _, id := range ids {
		if id >= 0 && id < 256 {
			text = append(text, byte(id))
		}
	}
	return string(text)
}

// Text is the byte of id, whatever is before.
func (b Bytes) Text(_, id int) string { return b.Decode([]int{id}) }

// Size is 256.
func (Bytes) Size() int { return 256 }

// MarshalJSON writes {"type": "bytes"}.
func (Bytes) MarshalJSON() ([]byte, error) { return json.Marshal(file{Type: "bytes"}) }
