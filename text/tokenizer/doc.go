// Package tokenizer turns token ids into text.
//
// A [Decoder] says what each id stands for; a [Stream] shows text as ids come,
// in whole characters. [Pieces] decodes vocabularies of SentencePiece's kind, as
// llama2.c exports them: pieces that bring their own spaces, and one piece for
// each byte, for what no other piece spells.
package tokenizer
