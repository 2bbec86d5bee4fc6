// Package trainer learns the vocabularies of tokenizers from the words of a text
// and how often each comes: BPE, WordPiece and Unigram, as Hugging Face's trainers
// do it. Whatever the number of workers, the vocabulary is the same.
package trainer
