package model

// Piece is a part of a word that has an id: bytes [Start, End) of the word.
//
// BPE counts Start and End from the lengths of the pieces before, as the reference
// does: they are too small behind a character that it drops (one that is unknown
// where there is no unknown token), and may pass the word's end where byte
// fallback spells a prefix or suffix out.
type Piece struct{ ID, Start, End int32 }

// Model splits words. It does not change, so it serves many goroutines, each with
// a Scratch of its own.
type Model interface {
	// Append adds the pieces of word, which is valid UTF-8, to dst. It allocates
	// nothing once dst and s are large enough. The error says that the word has
	// something unknown, and the model no token for it.
	Append(dst []Piece, word []byte, s *Scratch) ([]Piece, error)

	// Text is the token of a piece of word: what Token says, but for the unknown
	// pieces of a Unigram, which are shown as they were written. Those need no new
	// string if source, what the piece came from, has the same bytes.
	Text(p Piece, word []byte, source string) string

	// TokenID is the id of a token.
	TokenID(token string) (int, bool)

	// Token is the token of an id.
	Token(id int) (string, bool)

	// Size is how many tokens there are; ids may have holes and be larger.
	Size() int

	// MarshalJSON is the model as tokenizer.json has it.
	MarshalJSON() ([]byte, error)
}
