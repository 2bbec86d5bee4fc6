package gpt

// GPT2Small is the published model of 124 million parameters (Radford et al.
// 2019).
func GPT2Small() *GPT2Config { return gpt2Preset(12, 12, 768) }

// GPT2Medium is the one of 355 million.
func GPT2Medium() *GPT2Config { return gpt2Preset(24, 16, 1024) }

// GPT2Large is the one of 774 million.
func GPT2Large() *GPT2Config { return gpt2Preset(36, 20, 1280) }

// GPT2XL is the one of 1.5 billion.
func GPT2XL() *GPT2Config { return gpt2Preset(48, 25, 1600) }

func gpt2Preset(layers, heads, hidden int) *GPT2Config {
	return &GPT2Config{
		ModelType: "gpt2", Architectures: []string{"GPT2LMHeadModel"},
		VocabSize: 50257, NPositions: 1024, NEmbd: hidden, NLayer: layers, NHead: heads,
		ActivationFunction: "gelu_new", LayerNormEpsilon: 1e-5, InitializerRange: 0.02, TieWordEmbeddings: true,
		EmbdPdrop: 0.1, AttnPdrop: 0.1, ResidPdrop: 0.1, ScaleAttnWeights: true,
	}
}

// Llama2 is the published model of 7 billion parameters (Touvron et al. 2023).
func Llama2() *LlamaConfig { return llamaPreset(32000, 4096, 11008, 32, 32) }

// TinyLlama is the published model of 1.1 billion parameters (Zhang et al. 2024),
// eight of whose heads share one of keys and values.
func TinyLlama() *LlamaConfig {
	c := llamaPreset(32000, 2048, 5632, 22, 32)
	c.NumKeyValueHeads, c.MaxPositionEmbeddings = 4, 2048
	return c
}

func llamaPreset(vocab, hidden, intermediate, layers, heads int) *LlamaConfig {
	return &LlamaConfig{
		ModelType: "llama", Architectures: []string{"LlamaForCausalLM"},
		VocabSize: vocab, HiddenSize: hidden, IntermediateSize: intermediate,
		NumHiddenLayers: layers, NumAttentionHeads: heads, MaxPositionEmbeddings: 4096,
		HiddenAct: "silu", RMSNormEps: 1e-5, RopeTheta: 10000, InitializerRange: 0.02,
	}
}

// Stories260K is the smallest of llama2.c's models, of 260 thousand parameters.
func Stories260K() *Llama2cConfig {
	return &Llama2cConfig{
		ModelType: "llama2.c", Dim: 64, HiddenDim: 172, NLayers: 5, NHeads: 8, NKVHeads: 4, VocabSize: 512,
		MaxSeqLen: 512, NormEps: 1e-5, RopeTheta: 10000, TieWordEmbeddings: true,
	}
}
