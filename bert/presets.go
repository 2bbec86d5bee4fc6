package bert

// BaseUncased is the published BERT of 110 million parameters that knows no
// capitals (Devlin et al. 2019).
func BaseUncased() *Config { return preset(30522, 768, 12) }

// BaseCased is the one that does.
func BaseCased() *Config { return preset(28996, 768, 12) }

// BaseChinese is the one that reads Chinese, character by character.
func BaseChinese() *Config { return preset(21128, 768, 12) }

// LargeUncased is the one of 340 million parameters.
func LargeUncased() *Config { return preset(30522, 1024, 24) }

func preset(vocab, hidden, layers int) *Config {
	pad := 0
	return &Config{
		ModelType: typeBERT, Architectures: []string{"BertForPreTraining"},
		VocabSize: vocab, HiddenSize: hidden, NumHiddenLayers: layers, NumAttentionHeads: hidden / 64,
		IntermediateSize: 4 * hidden, MaxPositionEmbeddings: 512, TypeVocabSize: 2,
		HiddenAct: "gelu", LayerNormEps: 1e-12, InitializerRange: 0.02, TieWordEmbeddings: true,
		HiddenDropoutProb: 0.1, AttentionProbsDropoutProb: 0.1, PadTokenID: &pad,
	}
}

// RoBERTaBase is the published RoBERTa of 125 million parameters (Liu et al.
// 2019).
func RoBERTaBase() *Config {
	c := preset(50265, 768, 12)
	c.ModelType, c.Architectures = typeRoBERTa, []string{"RobertaForMaskedLM"}
	c.MaxPositionEmbeddings, c.TypeVocabSize, c.LayerNormEps = 514, 1, 1e-5
	*c.PadTokenID = 1
	return c
}

// DistilBERTBase is the published DistilBERT of 66 million parameters (Sanh et
// al. 2019).
func DistilBERTBase() *Config {
	c := preset(30522, 768, 6)
	dropout := 0.2
	c.ModelType, c.Architectures = typeDistilBERT, []string{"DistilBertForMaskedLM"}
	c.TypeVocabSize, c.ClassifierDropout, c.SpanDropout = 0, &dropout, 0.1
	return c
}
