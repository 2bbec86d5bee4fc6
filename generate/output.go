package generate

// Output is what a prompt was continued with.
type Output struct {
	Tokens []int  // the stop token, or all tokens of a stop string, included
	Text   string // without stop token and stop string; "" without a Decoder
	Reason Reason // why it ended
}

// Reason is why a row ended.
type Reason string

// The reasons.
const (
	ByToken     Reason = "stop token"
	ByString    Reason = "stop string"
	ByLength    Reason = "length"      // MaxNew tokens, or the model can hold no more
	ByReader    Reason = "reader"      // Stream answered false
	Interrupted Reason = "interrupted" // the context ended, or the model failed
)
