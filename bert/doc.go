// Package bert holds encoders that read a text from both sides: BERT (Devlin et
// al. 2019), RoBERTa (Liu et al. 2019) and DistilBERT (Sanh et al. 2019), with
// heads for what they are trained and tuned for.
//
//	m, err := bert.Load("bert-base-uncased")      // a folder, as transformers writes it
//	f, err := m.Function(graph.Options{})
//	out, err := f.Run(m.Inputs(texts...))         // of tokenizer.Encodings
//	tuned, err := m.For(bert.SequenceClassification, 1, "good", "bad")
//	err = tuned.Save("tuned")                     // transformers reads it
//
// A [Config] is what config.json says; a [Network] is the struct of named parts
// that it draws; a [Model] is a Config and a store of weights. In the store the
// names of parameters are those that Hugging Face gives BERT's, letter for letter,
// whichever of the three it is; tables say how the names of the others, and the
// older ones of BERT, are read and written back.
//
// Axes:
//
//	ids     [batch, seq]            whole numbers
//	hidden  [batch, seq, hidden]    what the encoder makes of them
//	pooled  [batch, hidden]         what the pooler makes of the first position
//	logits  [batch, labels]         before softmax; or [batch, seq, labels], [masked, vocab]
package bert
