package generate

// TopK keeps the k highest logits, and what equals the lowest of them, and hides
// the others. Fan, Lewis, Dauphin: Hierarchical Neural Story Generation, 2018,
// section 5.4. A k below 1 changes nothing.
func TopK(k int) Transform {
	var r ranking[float32]
	return func(logits []float32, _ []int) {
		if k < 1 || k >= len(logits) {
			return
		}
		r.rank(logits)
		for range k - 1 {
			r.pop()
		}
		least := logits[r.pop()]
		for i, l := range logits {
			if l < least {
				logits[i] = hidden
			}
		}
	}
}
