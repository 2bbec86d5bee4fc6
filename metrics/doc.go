// Package metrics scores models from plain numbers: sums and counts in, a
// number out.
//
// A score of nothing is NaN, never 0: an evaluation that saw no token has no
// perplexity. NaN and ±Inf among the inputs are never hidden; they reach the
// result as arithmetic takes them there. What is wrong about the arguments
// themselves, such as two lists of unequal lengths, is an error.
//
// Likelihoods are natural: negative log-likelihoods are in nats, as losses are.
package metrics
