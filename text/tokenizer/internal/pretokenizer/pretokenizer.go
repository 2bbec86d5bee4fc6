package pretokenizer

// PreTokenizer cuts splits, and may change their text. It is never changed itself
// and may be used by many goroutines. Its error names the step that failed: a
// regular expression that took too long.
type PreTokenizer interface {
	// PreTokenize replaces the splits of s by finer ones.
	PreTokenize(s *Splits) error
}
