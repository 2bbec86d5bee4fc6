package viz

import "fmt"

// Report is one HTML page, complete in itself, of all that this attention shows: maps
// to look around in, all heads at once and how widely each looks; of tokens that attend
// to themselves, what each is made of after all layers; of tokens that attend to
// others, their alignment. More figures follow these, such as the Attribution of an
// answer, whose gradients only the caller has.
func (a *Attention) Report(title string, more ...Figure) string {
	figures := []Figure{a, a.Grid(), a.Entropy()}
	if rollout, err := a.Rollout(); err == nil {
		figures = append(figures, rollout)
	} else {
		figures = append(figures, a.Alignment())
	}
	return Page(orElse(title, fmt.Sprintf("Attention of %d layers", len(a.weights))), append(figures, more...)...)
}
