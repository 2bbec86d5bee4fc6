package bert

import "github.com/gaze-ml/gaze/weights"

// Layouts are the published names of the parameters, for whoever saves the store
// by other means than Save. They are applied in turn, the first to the file's.
func (m *Model) Layouts() []weights.Layout { return m.Config.layouts() }

func (c *Config) layouts() []weights.Layout {
	switch c.ModelType {
	case typeRoBERTa:
		return []weights.Layout{old, append(bare("bert"), roberta...)}
	case typeDistilBERT:
		return []weights.Layout{append(bare("distilbert"),
			weights.Rule{File: "transformer.{rest...}", Store: []string{"distilbert.transformer.{rest...}"}, Alternative: true},
		), distil}
	}
	return []weights.Layout{old, bare("bert")}
}

// old are the names that norms had before.
var old = weights.Layout{
	{File: "{at...}.LayerNorm.gamma", Store: []string{"{at...}.LayerNorm.weight"}, Alternative: true},
	{File: "{at...}.LayerNorm.beta", Store: []string{"{at...}.LayerNorm.bias"}, Alternative: true},
}

// bare are the names of what was saved without a head.
func bare(prefix string) weights.Layout {
	var list weights.Layout
	for _, part := range []string{"embeddings", "encoder", "pooler"} {
		list = append(list, weights.Rule{
			File: part + ".{rest...}", Store: []string{prefix + "." + part + ".{rest...}"}, Alternative: true,
		})
	}
	return list
}

// roberta are RoBERTa's names of BERT's parts.
var roberta = renames([][2]string{
	{"roberta.{rest...}", "bert.{rest...}"},
	{"lm_head.dense.{leaf}", "cls.predictions.transform.dense.{leaf}"},
	{"lm_head.layer_norm.{leaf}", "cls.predictions.transform.LayerNorm.{leaf}"},
	{"lm_head.decoder.{leaf}", "cls.predictions.decoder.{leaf}"},
	{"lm_head.bias", "cls.predictions.bias"},
})

// distil are DistilBERT's.
var distil = renames([][2]string{
	{"distilbert.embeddings.{rest...}", "bert.embeddings.{rest...}"},
	{"distilbert.transformer.layer.{i}.attention.q_lin.{leaf}", "bert.encoder.layer.{i}.attention.self.query.{leaf}"},
	{"distilbert.transformer.layer.{i}.attention.k_lin.{leaf}", "bert.encoder.layer.{i}.attention.self.key.{leaf}"},
	{"distilbert.transformer.layer.{i}.attention.v_lin.{leaf}", "bert.encoder.layer.{i}.attention.self.value.{leaf}"},
	{"distilbert.transformer.layer.{i}.attention.out_lin.{leaf}", "bert.encoder.layer.{i}.attention.output.dense.{leaf}"},
	{"distilbert.transformer.layer.{i}.sa_layer_norm.{leaf}", "bert.encoder.layer.{i}.attention.output.LayerNorm.{leaf}"},
	{"distilbert.transformer.layer.{i}.ffn.lin1.{leaf}", "bert.encoder.layer.{i}.intermediate.dense.{leaf}"},
	{"distilbert.transformer.layer.{i}.ffn.lin2.{leaf}", "bert.encoder.layer.{i}.output.dense.{leaf}"},
	{"distilbert.transformer.layer.{i}.output_layer_norm.{leaf}", "bert.encoder.layer.{i}.output.LayerNorm.{leaf}"},
	{"vocab_transform.{leaf}", "cls.predictions.transform.dense.{leaf}"},
	{"vocab_layer_norm.{leaf}", "cls.predictions.transform.LayerNorm.{leaf}"},
	{"vocab_projector.weight", "cls.predictions.decoder.weight"},
	{"vocab_projector.bias", "cls.predictions.bias"},
})

func renames(names [][2]string) (list weights.Layout) {
	for _, n := range names {
		list = append(list, weights.Rule{File: n[0], Store: []string{n[1]}})
	}
	return list
}

// tied are names, each with the parameter whose other name it is.
func (c *Config) tied() [][2]string {
	if !c.predictsWords() || !c.TieWordEmbeddings {
		return nil
	}
	tied := [][2]string{{"cls.predictions.decoder.weight", "bert.embeddings.word_embeddings.weight"}}
	if c.ModelType != typeDistilBERT {
		tied = append(tied, [2]string{"cls.predictions.decoder.bias", "cls.predictions.bias"})
	}
	return tied
}

// ignored are patterns of what a file may hold beside: counted positions, and the
// heads that the model was trained with before. They are kept.
func (c *Config) ignored() []string {
	list := []string{"bert.embeddings.position_ids", "bert.embeddings.token_type_ids"}
	if !c.pools() {
		list = append(list, "bert.pooler.{rest...}")
	}
	if !c.predictsWords() {
		list = append(list, "cls.predictions.{rest...}")
	}
	if !c.predictsNext() {
		list = append(list, "cls.seq_relationship.{leaf}")
	}
	return list
}

// size is about how many numbers the parameters are.
func (c *Config) size() float64 {
	hidden := float64(c.HiddenSize)
	rows := float64(c.VocabSize + c.MaxPositionEmbeddings + c.TypeVocabSize)
	if c.predictsWords() && !c.TieWordEmbeddings {
		rows += float64(c.VocabSize)
	}
	return rows*hidden + float64(c.NumHiddenLayers)*hidden*(4*hidden+2*float64(c.IntermediateSize)) +
		float64(len(c.Labels()))*hidden
}
