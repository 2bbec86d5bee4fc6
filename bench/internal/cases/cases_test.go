package cases

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/weights"
)

// Sizes of the models: BERT-base is Hugging Face's BertModel of
// bert-base-uncased, to the parameter; BERT-mini is bert-mini's BertForMaskedLM,
// whose output has the words' weight; the others are counted by hand:
//
//	char GPT: (65+64)·128 + 4·(12·128² + 13·128) + 2·128
//	encoder-decoder: 2·8000·256 + 3·(12·256²+13·256) + 3·(16·256²+19·256) + 4·256 + 8000·257
func TestParameters(t *testing.T) {
	want := map[string]int{
		"bert_base_fwd_b1": 109_482_240, "bert_base_fwd_b8": 109_482_240, "bert_mini_train": 11_201_594,
		"char_gpt_train":     (65+64)*128 + 4*(12*128*128+13*128) + 2*128,
		"encdec_small_train": 2*8000*256 + 3*(12*256*256+13*256) + 3*(16*256*256+19*256) + 4*256 + 8000*257,
		"product_big":        0, "product_batched": 0,
	}
	for _, c := range All() {
		n, err := c.Parameters()
		require.NoError(t, err)
		require.Equal(t, want[c.Name], n, c.Name)
		delete(want, c.Name)
	}
	require.Empty(t, want)
}

func TestTokens(t *testing.T) {
	tokens := map[string]int{}
	for _, c := range All() {
		tokens[c.Name] = c.Tokens()
	}
	require.Equal(t, map[string]int{
		"bert_base_fwd_b1": 128, "bert_base_fwd_b8": 1024, "bert_mini_train": 2048, "char_gpt_train": 768,
		"encdec_small_train": 1024, "product_big": 0, "product_batched": 0,
	}, tokens)
}

// Every input is what it says, the same at every call, and Gaze reads the same.
func TestInputs(t *testing.T) {
	for _, c := range Small() {
		if c.Kind == ProductKind {
			continue
		}
		for _, n := range c.Inputs() {
			numbers := n.Numbers()
			require.Equal(t, numbers, n.Numbers())
			require.EqualValues(t, n.Shape, n.Value().Shape())
			if n.Mask {
				require.Equal(t, slices.Repeat([]bool{true}, len(numbers)), n.Value().Data())
				continue
			}
			for i, x := range n.Value().Data().([]int) {
				require.EqualValues(t, numbers[i], x)
			}
			require.GreaterOrEqual(t, slices.Min(numbers), int64(0))
			require.Less(t, slices.Max(numbers), int64(n.Below))
		}
	}
}

// The places to be guessed are all different.
func TestEvenPlaces(t *testing.T) {
	require.Equal(t, []int64{0, 3, 6, 9}, Input{Shape: []int{4}, Below: 12, Even: true}.Numbers())
	places := Input{Shape: []int{307}, Below: 2048, Even: true}.Numbers()
	require.Len(t, slices.Compact(places), 307)
}

// Files hold all weights and inputs, and the same ones each time.
func TestWrite(t *testing.T) {
	for _, c := range Small() {
		one, err := c.Write(t.TempDir())
		require.NoError(t, err)
		two, err := c.Write(t.TempDir())
		require.NoError(t, err)
		if c.Kind == ProductKind {
			require.Equal(t, Files{}, one)
			continue
		}
		a, err := weights.Open(one.Weights)
		require.NoError(t, err)
		b, err := weights.Open(two.Weights)
		require.NoError(t, err)
		require.NoError(t, c.declare(a))
		require.NoError(t, a.Check(), c.Name)
		for _, path := range a.Paths() {
			x, _ := a.Entry(path)
			y, _ := b.Entry(path)
			require.Equal(t, x.Bytes(), y.Bytes(), path)
		}
		inputs, err := weights.Open(one.Inputs)
		require.NoError(t, err)
		require.Len(t, inputs.Paths(), len(c.Inputs()))
	}
}

func TestPrecisions(t *testing.T) {
	require.Equal(t, "float32", Precisions()[0])
	for i, name := range Precisions() {
		p, ok := Precision(name)
		require.True(t, ok)
		require.EqualValues(t, i, p)
	}
	_, ok := Precision("float33")
	require.False(t, ok)
}

func TestProduct(t *testing.T) {
	p := Product{96, 128, 64, 32, true, false}
	require.Equal(t, "96 × 128×32·32×64 TN", p.String())
	require.Equal(t, 2.0*96*128*64*32, p.Operations())
	require.Equal(t, float32(-0.5), Element(0, 0))
	require.Equal(t, float32(331)/1021-0.5, Element(1, 0))
	require.Equal(t, float32(7919%1021)/1021-0.5, Element(0, 1))
}
