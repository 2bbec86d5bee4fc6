package metrics

import "math"

// Perplexity is exp(nll / tokens), where nll = −Σ ln p is the summed negative
// log-likelihood, in nats, of that many tokens: among how many equally likely
// tokens the model chooses on average. A uniform guess over a vocabulary has
// the vocabulary's size, a perfect model 1. It is NaN for no tokens, and +Inf
// where a token had probability 0.
//
// Sum over all batches first: the mean of batches' perplexities is another,
// larger number.
func Perplexity(nll float64, tokens int) float64 { return math.Exp(per(nll, tokens)) }

// BitsPerCharacter is nll / (characters · ln 2), where nll = −Σ ln p is the
// summed negative log-likelihood, in nats, of a text of that many characters.
// Characters of the text count, whatever the model's tokens are, so models
// with different vocabularies can be compared. It is NaN for no characters.
func BitsPerCharacter(nll float64, characters int) float64 { return per(nll, characters) / math.Ln2 }

// BitsPerByte is nll / (bytes · ln 2), as BitsPerCharacter, for a text of that
// many bytes of UTF-8. It is NaN for no bytes.
func BitsPerByte(nll float64, bytes int) float64 { return per(nll, bytes) / math.Ln2 }

// per is total/count, NaN for no count.
func per(total float64, count int) float64 {
	if count <= 0 {
		return math.NaN()
	}
	return total / float64(count)
}
