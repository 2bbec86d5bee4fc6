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
// [Evaluate] scores any of them against gold words. This package imports nothing
// of Gaze but its Unicode tables, and no Gorgonia.
//
// Those for Chinese see a text as atoms: a character, or a run of letters and
// digits that is not cut ("2006", "A-AVG", "20%"), for which one symbol stands.
// White space always parts words, and is no word.
package segment
