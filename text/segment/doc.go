// Package segment cuts text into words.
//
// Three families, in the order in which they know more:
//
//   - by rules: [Whitespace], [Punctuation], [Regexp]; and for Chinese, which
//     writes no spaces, the longest words of a [Dictionary], found [Forward],
//     [Backward] or both ways ([TwoWay]);
//   - by statistics, learned from segmented text: an [HMM], which tags each
//     character as the begin, middle or end of a word or as a word of its own; an
//     [Ngram], which chooses the likeliest path through the lattice of a
//     dictionary's words and of words that it has never seen; and a
//     [Perceptron], which tags characters by weighted features of what is around;
//   - by a network: package tagger, which needs the rest of Gaze.
//
// Trained on the 500 sentences of UD Chinese GSDSimp's dev set, they score on those of
// its test set, in percent (bench/peers/gse):
//
//	                                 P      R     F1  recall of new words
//	gse 0.80.3, 350,000 words    81.15  76.76  78.89  70.93
//	Forward                      60.79  76.68  67.82  15.31
//	Backward, TwoWay             60.53  76.36  67.53  15.31
//	HMM                          80.04  79.93  79.98  63.99
//	Ngram                        86.07  83.87  84.96  65.48
//	Perceptron                   84.97  84.35  84.66  74.51
//
// [Save] writes what one has learned to a file, [Load] reads it. [Evaluate] scores any
// of them against gold words. This package imports nothing
// of Gaze but its Unicode tables, and no Gorgonia.
//
// Those for Chinese see a text as atoms: a character, or a run of letters and
// digits that is not cut ("2006", "A-AVG", "20%"), for which one symbol stands.
// White space always parts words, and is no word.
package segment
