package generate

// Chained is what all of Config's transforms make of logits.
func Chained(c Config, logits []float32, seen []int) []float32 {
	for _, t := range append(c.processors(nil), c.warpers()...) {
		t(logits, seen)
	}
	return logits
}
