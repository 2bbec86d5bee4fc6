package gpt_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
)

func tinyGPT2() *gpt.GPT2Config {
	c := gpt.GPT2Small()
	c.VocabSize, c.NPositions, c.NEmbd, c.NLayer, c.NHead = 11, 8, 12, 3, 2
	return c
}

// Rows sum to 1, no token sees a later one, and what comes later changes nothing.
func TestAttention(t *testing.T) {
	llama := gpt.TinyLlama()
	llama.VocabSize, llama.HiddenSize, llama.IntermediateSize, llama.NumHiddenLayers = 11, 16, 24, 3
	llama.NumAttentionHeads, llama.NumKeyValueHeads, llama.MaxPositionEmbeddings = 2, 1, 8
	for name, config := range map[string]gpt.Config{"gpt2": tinyGPT2(), "llama": llama} {
		t.Run(name, func(t *testing.T) {
			m, err := gpt.New(config, 1)
			require.NoError(t, err)
			ids := []int{3, 1, 4, 1, 5, 9}
			weights, err := m.Attention(ids)
			require.NoError(t, err)
			first, err := m.Attention(ids[:3])
			require.NoError(t, err)
			require.Len(t, weights, 3)
			for l, heads := range weights {
				require.Len(t, heads, 2)
				for h, table := range heads {
					require.Len(t, table, len(ids))
					for q, row := range table {
						require.Len(t, row, len(ids))
						sum := float32(0)
						for k, w := range row {
							require.True(t, w >= 0 && (w == 0 || k <= q), "layer %d head %d: %v", l, h, table)
							sum += w
						}
						require.InDelta(t, 1, sum, 1e-5)
						if q < 3 {
							require.InDeltaSlice(t, first[l][h][q], row[:3], 1e-6)
						}
					}
				}
			}
		})
	}
}

func TestAttentionRefuses(t *testing.T) {
	m, err := gpt.New(tinyGPT2(), 1)
	require.NoError(t, err)
	_, err = m.Attention(nil)
	require.EqualError(t, err, "attention: 0 tokens: want 1 to 8, which the model was made for")
	_, err = m.Attention(make([]int, 9))
	require.EqualError(t, err, "attention: 9 tokens: want 1 to 8, which the model was made for")
	_, err = m.Attention([]int{11})
	require.ErrorContains(t, err, "11")
}

func ExampleModel_Attention() {
	m, _ := gpt.New(tinyGPT2(), 1)
	weights, _ := m.Attention([]int{3, 1, 4})
	fmt.Println(len(weights), "layers of", len(weights[0]), "heads")
	fmt.Println("the first token looks at", weights[0][0][0])
	// Output:
	// 3 layers of 2 heads
	// the first token looks at [1 0 0]
}
