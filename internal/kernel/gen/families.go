package main

// families are the files of kernels over slices. The files of a family are
// named for it: family_avx512_amd64.s and so on.
var families = []family{
	{"exponential", exponentials},
	{"activation", activations},
	{"softmax", softmaxes},
	{"attend", attends},
	{"elementwise", elementwise},
	{"reduction", reductions},
	{"norm", norms},
	{"optimizer", optimizers},
	{"rotation", rotations},
	{"bf16_round", roundings},
}
