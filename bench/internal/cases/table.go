package cases

// All are the cases, in the order of the table.
func All() []Case {
	base := Size{Layers: 12, Hidden: 768, Heads: 12, Intermediate: 3072, Vocab: 30522, Positions: 512, Batch: 1, Seq: 128}
	eight := base
	eight.Batch = 8
	mini := Size{Layers: 4, Hidden: 256, Heads: 4, Intermediate: 1024, Vocab: 30522, Positions: 512, Batch: 16, Seq: 128, Masked: 307}
	char := Size{Layers: 4, Hidden: 128, Heads: 4, Intermediate: 512, Vocab: 65, Positions: 64, Batch: 12, Seq: 64}
	encDec := Size{Layers: 3, Hidden: 256, Heads: 4, Intermediate: 1024, Vocab: 8000, Positions: 512, Batch: 32, Seq: 32}
	return []Case{
		{Name: "bert_base_fwd_b1", Kind: BERTForward, Size: base},
		{Name: "bert_base_fwd_b8", Kind: BERTForward, Size: eight},
		{Name: "bert_mini_train", Kind: BERTTrain, Size: mini},
		{Name: "char_gpt_train", Kind: CharGPTTrain, Size: char},
		{Name: "encdec_small_train", Kind: EncDecTrain, Size: encDec},
		{Name: "product_big", Kind: ProductKind, Products: bigProducts},
		{Name: "product_batched", Kind: ProductKind, Products: batchedProducts},
	}
}

// Small are the same cases in sizes that take no time, under names of their own,
// to see that all frameworks compute the same.
func Small() []Case {
	z := Size{Layers: 2, Hidden: 16, Heads: 2, Intermediate: 24, Vocab: 29, Positions: 12, Batch: 3, Seq: 8, Masked: 5}
	return []Case{
		{Name: "small_bert_fwd", Kind: BERTForward, Size: z},
		{Name: "small_bert_train", Kind: BERTTrain, Size: z},
		{Name: "small_gpt_train", Kind: CharGPTTrain, Size: z},
		{Name: "small_encdec_train", Kind: EncDecTrain, Size: z},
		{Name: "small_product", Kind: ProductKind, Products: []Product{
			{1, 9, 7, 5, false, false}, {1, 9, 7, 5, false, true}, {1, 9, 7, 5, true, false}, {3, 4, 6, 8, false, false},
		}},
	}
}

// The products of BERT's layers at one and at eight sequences of 128 tokens:
// forward (NT), to the operands (NN) and to the weights (TN).
var bigProducts = []Product{
	{1, 1024, 768, 768, false, false},
	{1, 1024, 768, 768, false, true},
	{1, 768, 768, 1024, true, false},
	{1, 128, 768, 768, false, true},
	{1, 128, 3072, 768, false, true},
	{1, 128, 768, 3072, false, true},
	{1, 1024, 3072, 768, false, true},
	{1, 1024, 768, 3072, false, true},
	{1, 1024, 768, 3072, false, false},
	{1, 3072, 768, 1024, true, false},
	{1, 2048, 2048, 2048, false, false},
}

// The products of such a batch's attention, forward and backward.
var batchedProducts = []Product{
	{96, 128, 128, 64, false, false},
	{96, 128, 128, 64, false, true},
	{96, 128, 64, 128, false, false},
	{96, 128, 64, 128, true, false},
}
