// Package baselines holds models without a network, for a network to be compared
// with: what does not beat them has not learned much.
//
// [Ngram] predicts a token from the few before it, by counts.
package baselines
