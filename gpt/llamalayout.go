package gpt

import "github.com/gaze-ml/gaze/weights"

// llamaLayouts read Llama's checkpoints: Meta's own, whose names and rotary layout
// llama2.c kept, and those saved without a head, which have no "model." before
// their names.
func llamaLayouts(heads, kvHeads int) []weights.Layout {
	meta := metaLayout(heads, kvHeads)
	for i := range meta {
		meta[i].Alternative = true
	}
	return []weights.Layout{append(meta,
		weights.Rule{File: "layers.{i}.{rest...}", Store: []string{"model.layers.{i}.{rest...}"}, Alternative: true},
		weights.Rule{File: "embed_tokens.weight", Store: []string{"model.embed_tokens.weight"}, Alternative: true},
	)}
}

// metaLayout is that of Meta's consolidated files and of llama2.c. In query and
// key, the two elements that rotary positions turn are neighbours; in Hugging
// Face's they are half a head apart.
func metaLayout(heads, kvHeads int) weights.Layout {
	list := weights.Layout{
		{File: "layers.{i}.attention.wq.{leaf}", Store: []string{"model.layers.{i}.self_attn.q_proj.{leaf}"},
			Permute: weights.PairsToHalves(heads)},
		{File: "layers.{i}.attention.wk.{leaf}", Store: []string{"model.layers.{i}.self_attn.k_proj.{leaf}"},
			Permute: weights.PairsToHalves(kvHeads)},
	}
	for _, names := range [][2]string{
		{"tok_embeddings.weight", "model.embed_tokens.weight"},
		{"layers.{i}.attention.wv.{leaf}", "model.layers.{i}.self_attn.v_proj.{leaf}"},
		{"layers.{i}.attention.wo.{leaf}", "model.layers.{i}.self_attn.o_proj.{leaf}"},
		{"layers.{i}.feed_forward.w1.{leaf}", "model.layers.{i}.mlp.gate_proj.{leaf}"},
		{"layers.{i}.feed_forward.w3.{leaf}", "model.layers.{i}.mlp.up_proj.{leaf}"},
		{"layers.{i}.feed_forward.w2.{leaf}", "model.layers.{i}.mlp.down_proj.{leaf}"},
		{"layers.{i}.attention_norm.weight", "model.layers.{i}.input_layernorm.weight"},
		{"layers.{i}.ffn_norm.weight", "model.layers.{i}.post_attention_layernorm.weight"},
		{"norm.weight", "model.norm.weight"},
		{"output.weight", "lm_head.weight"},
	} {
		list = append(list, weights.Rule{File: names[0], Store: []string{names[1]}})
	}
	return list
}
