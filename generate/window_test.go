package generate_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

// After each step the model knows what it would know of the rows' ends alone.
func TestWindowKnowsTheEnd(t *testing.T) {
	g := load(t)
	for keep, kept := range map[int]int{0: 3, 1: 1, 4: 4, 6: 6} {
		t.Run(fmt.Sprint(keep), func(t *testing.T) {
			w := &generate.Window{Model: &recurrent{golden: g, longest: 6}, Keep: keep}
			want := [][]int{{1, 2}, {3, 4, 5, 6, 7, 1, 2, 3}} // the second is longer than the model
			logits, err := w.Prefill(want)
			want[1] = want[1][2:]
			for step := range 25 {
				require.NoError(t, err)
				whole, err2 := (&recurrent{golden: g}).Prefill(want)
				require.NoError(t, err2)
				for i := range want {
					require.InDeltaSlice(t, whole[i], logits[i], 1e-5, "step %d", step)
				}
				if step == 7 { // row 0 branches, row 1 ends
					require.NoError(t, w.Reorder([]int{0, 0}))
					want = [][]int{clone(want[0]), clone(want[0])}
				}
				tokens := []int{step % 8, (3*step + 1) % 8}
				for i := range want {
					want[i] = append(want[i], tokens[i])
					if len(want[i]) > 6 {
						want[i] = want[i][7-kept:]
					}
				}
				logits, err = w.Step(tokens)
			}
		})
	}
}

func clone(x []int) []int { return append([]int(nil), x...) }

// A batch gives what each prompt gives alone, also when others begin anew.
func TestWindowBatch(t *testing.T) {
	generated := func(prompts ...[]int) []generate.Output {
		m := &recurrent{golden: load(t), longest: 6}
		g := generate.Generator{Model: &generate.Window{Model: m}, Config: generate.Config{MaxNew: 40, StopTokens: []int{0}, Temperature: 1, Seed: 3}}
		out, err := g.Generate(context.Background(), prompts)
		require.NoError(t, err)
		return out
	}
	prompts := [][]int{{1, 2, 3}, {4}, {5, 6}, {7, 1}}
	lengths := map[int]bool{}
	for i, o := range generated(prompts...) {
		require.Equal(t, generated(prompts[i])[0], o)
		lengths[len(o.Tokens)] = true
	}
	require.Greater(t, len(lengths), 1, "want rows of unequal lengths")
}

func TestWindowRefuses(t *testing.T) {
	w := &generate.Window{Model: &recurrent{golden: load(t), longest: 6}, Keep: 7}
	_, err := w.Prefill([][]int{{1}})
	require.EqualError(t, err, "window: keep is 7: want 0 to 6, as many as the model can hold")
	w.Keep = 0
	_, err = w.Step([]int{1})
	require.EqualError(t, err, "window: 1 tokens for 0 rows: want one for each row of Prefill")
}

// A model that can hold 100 tokens writes 250.
func ExampleWindow() {
	g := generate.Generator{
		Model:  &generate.Window{Model: &counter{vocab: 10}},
		Config: generate.Config{MaxNew: 250},
	}
	out, _ := g.Generate(context.Background(), [][]int{{0}})
	fmt.Println(len(out[0].Tokens), out[0].Tokens[240:])
	// Output: 250 [1 2 3 4 5 6 7 8 9 0]
}
