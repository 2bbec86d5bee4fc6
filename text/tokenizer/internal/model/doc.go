// Package model holds what splits a word into pieces of a vocabulary, as Hugging
// Face's tokenizers does it: WordLevel, WordPiece, BPE and Unigram. A word is what
// normalizers and pre-tokenizers left, in UTF-8.
package model
