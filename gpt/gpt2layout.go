package gpt

import "github.com/gaze-ml/gaze/weights"

// gpt2Layouts read GPT-2's checkpoints: what was saved without a head has no
// "transformer." before its names; and OpenAI's Conv1D keeps weights [in, out],
// with query, key and value in one.
func gpt2Layouts() []weights.Layout {
	return []weights.Layout{
		{
			{File: "h.{i}.{rest...}", Store: []string{"transformer.h.{i}.{rest...}"}, Alternative: true},
			{File: "wte.weight", Store: []string{"transformer.wte.weight"}, Alternative: true},
			{File: "wpe.weight", Store: []string{"transformer.wpe.weight"}, Alternative: true},
			{File: "ln_f.{rest}", Store: []string{"transformer.ln_f.{rest}"}, Alternative: true},
		},
		{
			fused("transformer.h.{i}.attn.c_attn", "weight", true),
			fused("transformer.h.{i}.attn.c_attn", "bias", false),
			transposed("transformer.h.{i}.attn.c_proj.weight"),
			transposed("transformer.h.{i}.mlp.c_fc.weight"),
			transposed("transformer.h.{i}.mlp.c_proj.weight"),
		},
	}
}

// transposed is [in, out] in the file and [out, in] in the store.
func transposed(name string) weights.Rule {
	return weights.Rule{File: name, Store: []string{name}, Transpose: true}
}

// fused is one tensor in the file, and one for each of query, key and value in
// the store.
func fused(at, leaf string, transpose bool) weights.Rule {
	return weights.Rule{
		File:      at + "." + leaf,
		Store:     []string{at + ".query." + leaf, at + ".key." + leaf, at + ".value." + leaf},
		Transpose: transpose,
	}
}
