package normalizer

import "github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"

// Normalizer changes a text. It is never changed itself and may be used by many
// goroutines. Its error names the step that failed: a regular expression that
// took too long.
type Normalizer interface {
	// Normalize changes t.
	Normalize(t *aligned.Text) error
}
