package generate

// RepetitionPenalty makes tokens that the row has already, in prompt or output,
// less likely if θ > 1 and more likely if 0 < θ < 1, each once however often it
// occurs:
//
//	l ← l/θ  if l ≥ 0
//	l ← l·θ  if l < 0
//
// Keskar, McCann, Varshney, Xiong, Socher: CTRL, 2019, section 4.1, with the case
// of l < 0 that the paper leaves out, as in transformers. A θ that is not above 0
// changes nothing.
func RepetitionPenalty(theta float64) Transform {
	var penalised []float32
	return func(logits []float32, seen []int) {
		if !(theta > 0) {
			return
		}
		penalised = penalised[:0]
		for _, id := range seen {
			var l float32
			if id >= 0 && id < len(logits) {
				l = logits[id]
			}
			if l < 0 {
				l *= float32(theta)
			} else {
				l /= float32(theta)
			}
			penalised = append(penalised, l)
		}
		// Written only now, so that a token seen twice is not punished twice.
		for i, id := range seen {
			if id >= 0 && id < len(logits) {
				logits[id] = penalised[i]
			}
		}
	}
}
