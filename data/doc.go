// Package data turns text into batches that a language model is trained and
// evaluated on:
//
//	file → text, checked          OpenText, OpenFolder, ReadText, ReadFolder
//	text → Tokens                 Encode, by a tokenizer.Vocabulary
//	Tokens → training, validation Split, the first part and the rest
//	Tokens → batches              RandomBlocks to train on, SequentialBlocks to evaluate
//	batches, made ahead           Prefetch
//
// and examples for models that classify, tag and answer:
//
//	file → Examples, Questions    ReadTable, ReadJSONL, ReadCoNLL, ReadSQuAD
//	labels, tags → numbers        LabelsOf, TagsOf
//	Examples → parts              SplitExamples
//	lengths → batches             LengthBatches
//
// and what BERT is pretrained on:
//
//	text → Documents              ReadDocuments, of Sentences
//	Documents → batches           SentencePairs, of which Masking hides words
//
// A batch is two lists of ids, x and y [batch, seq], row after row; y[i] is the
// token that follows x[i]. Batch number step is a function of the tokens, the
// sizes, the seed and step, and of nothing else: who resumes at a step needs to
// remember the step alone.
package data
