// Package tokenizer turns text into token ids and back. It needs nothing else of
// Gaze.
//
// A [Tokenizer] is one of Hugging Face's, SentencePiece's or tiktoken's, read from
// its files by [Load]: it gives the same ids and offsets as they do.
//
// A [Vocabulary] goes both ways: [Characters] has those of a text, [Bytes] all
// 256. Both are written to a small JSON file, and read from it, by
// [SaveVocabulary] and [LoadVocabulary].
//
// A [Decoder] says what each id stands for; a [Stream] shows text as ids come,
// in whole characters. [Pieces] decodes vocabularies of SentencePiece's kind, as
// llama2.c exports them: pieces that bring their own spaces, and one piece for
// each byte, for what no other piece spells.
package tokenizer
