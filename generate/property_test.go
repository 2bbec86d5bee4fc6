package generate_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

func tokens(t *testing.T, m generate.Stepper, c generate.Config, prompts ...[]int) (list [][]int) {
	t.Helper()
	out, err := (&generate.Generator{Model: m, Config: c}).Generate(background, prompts)
	require.NoError(t, err)
	for _, o := range out {
		list = append(list, o.Tokens)
	}
	return list
}

var sampled = generate.Config{
	Temperature: 1.1, TopK: 15, TopP: 0.95, MinP: 0.01, RepetitionPenalty: 1.1,
	MaxNew: 25, StopTokens: []int{2}, Seed: 5,
}

func TestBatchEqualsEachAlone(t *testing.T) {
	g := load(t)
	batch := tokens(t, &recurrent{golden: g}, sampled, g.Prompts...)
	for i, p := range g.Prompts {
		require.Equal(t, batch[i], tokens(t, &recurrent{golden: g}, sampled, p)[0], "prompt %d", i)
	}

	backwards := slices.Clone(g.Prompts)
	slices.Reverse(backwards)
	reversed := tokens(t, &recurrent{golden: g}, sampled, backwards...)
	slices.Reverse(reversed)
	require.Equal(t, batch, reversed)
}

func TestBeamsOfBatchEqualEachAlone(t *testing.T) {
	g := load(t)
	model := generate.Generator{Model: &recurrent{golden: g}, Config: generate.Config{MaxNew: 10, StopTokens: []int{2, 13}}}
	b := generate.BeamConfig{Beams: 4, LengthPenalty: 1, Return: 3}
	batch, err := model.Beams(background, g.Prompts, b)
	require.NoError(t, err)
	for i, p := range g.Prompts {
		alone, err := model.Beams(background, [][]int{p}, b)
		require.NoError(t, err)
		require.Equal(t, batch[i], alone[0], "prompt %d", i)
	}
}

func TestSeeds(t *testing.T) {
	g := load(t)
	p := g.Prompts[1]
	first := tokens(t, &recurrent{golden: g}, sampled, p, p, p)
	require.Equal(t, first, tokens(t, &recurrent{golden: g}, sampled, p, p, p), "the same seed")
	require.NotEqual(t, first[0], first[1], "equal prompts in a batch")
	require.NotEqual(t, first[1], first[2], "equal prompts in a batch")

	other := sampled
	other.Seed++
	require.NotEqual(t, first, tokens(t, &recurrent{golden: g}, other, p, p, p), "another seed")
}

func TestWhatEqualsGreedy(t *testing.T) {
	g := load(t)
	greedy := tokens(t, &recurrent{golden: g}, generate.Config{MaxNew: 20}, g.Prompts...)
	for name, c := range map[string]generate.Config{
		"top-k 1":           {Temperature: 1.5, TopK: 1},
		"the least nucleus": {Temperature: 1.5, TopP: 1e-9},
		"min-p 1":           {Temperature: 1.5, MinP: 1},
		"cold":              {Temperature: 1e-6},
		"filters alone":     {TopK: 3, TopP: 0.2, MinP: 0.1},
	} {
		c.MaxNew = 20
		require.Equal(t, greedy, tokens(t, &recurrent{golden: g}, c, g.Prompts...), name)
	}
}

func TestOneBeamEqualsGreedy(t *testing.T) {
	g := load(t)
	for _, early := range []generate.EarlyStopping{generate.EarlyFalse, generate.EarlyTrue} {
		for _, penalty := range []float64{-1, 0, 1, 2} {
			c := generate.Config{MaxNew: 15, StopTokens: []int{13}, RepetitionPenalty: 1.2}
			b := generate.BeamConfig{Beams: 1, LengthPenalty: penalty, EarlyStopping: early}
			// The penalty is on log-probabilities, so greedy gets those.
			greedy := generate.Generator{Model: logs{&recurrent{golden: g}}, Config: c}
			want, err := greedy.Generate(background, g.Prompts)
			require.NoError(t, err)
			found, err := (&generate.Generator{Model: &recurrent{golden: g}, Config: c}).Beams(background, g.Prompts, b)
			require.NoError(t, err)
			for i, w := range want {
				require.Equal(t, w, found[i][0].Output, "%+v, prompt %d", b, i)
			}
		}
	}
}

// logs is a model that answers with log-probabilities.
type logs struct{ generate.Stepper }

func (l logs) Prefill(prompts [][]int) ([][]float32, error) {
	return logSoftmax(l.Stepper.Prefill(prompts))
}
func (l logs) Step(tokens []int) ([][]float32, error) { return logSoftmax(l.Stepper.Step(tokens)) }

func logSoftmax(logits [][]float32, err error) ([][]float32, error) {
	for _, row := range logits {
		sum := 0.0
		for _, v := range row {
			sum += math.Exp(float64(v))
		}
		for i := range row {
			row[i] -= float32(math.Log(sum))
		}
	}
	return logits, err
}

// With as many beams as tokens nothing is lost in two steps: the best of all
// pairs are found.
func TestWideBeamsFindTheBest(t *testing.T) {
	g := load(t)
	model := logs{&recurrent{golden: g}}
	prompt := g.Prompts[2]
	type pair struct {
		tokens []int
		sum    float64
	}
	var all []pair
	for a := range g.Embedding {
		first, err := model.Prefill([][]int{prompt})
		require.NoError(t, err)
		before := float64(first[0][a])
		second, err := model.Step([]int{a})
		require.NoError(t, err)
		for b, l := range second[0] {
			all = append(all, pair{[]int{a, b}, before + float64(l)})
		}
	}
	slices.SortFunc(all, func(x, y pair) int {
		if x.sum > y.sum {
			return -1
		}
		return 1
	})

	found, err := (&generate.Generator{Model: &recurrent{golden: g}, Config: generate.Config{MaxNew: 2}}).
		Beams(background, [][]int{prompt}, generate.BeamConfig{Beams: 20, Return: 20})
	require.NoError(t, err)
	for i, h := range found[0] {
		require.Equal(t, all[i].tokens, h.Tokens, "hypothesis %d", i)
		require.InDelta(t, all[i].sum, h.Score, 1e-4, "hypothesis %d", i)
	}
}

// A row fills the model to its last position; meanwhile rows that are done rest.
func TestLongest(t *testing.T) {
	g := load(t)
	model := &recurrent{golden: g, longest: 9}
	out, err := (&generate.Generator{Model: model}).Generate(background, g.Prompts)
	require.NoError(t, err)
	for i, p := range g.Prompts {
		require.Len(t, out[i].Tokens, 9-len(p)+1, "prompt %d", i)
		require.Equal(t, generate.ByLength, out[i].Reason)
	}
	require.Equal(t, 8, model.steps, "one pass for the prompts, then one step a token")

	found, err := (&generate.Generator{Model: model}).Beams(background, g.Prompts, generate.BeamConfig{Beams: 3, Return: 3})
	require.NoError(t, err)
	for i, p := range g.Prompts {
		for _, h := range found[i] {
			require.Len(t, h.Tokens, 9-len(p)+1, "prompt %d", i)
		}
	}
}

// More beams than there are tokens: rows stay empty at first.
func TestMoreBeamsThanTokens(t *testing.T) {
	three := &scripts{vocab: 3, says: map[int][]int{0: {0}}, logits: func(int) []float32 {
		return []float32{2, 1, float32(math.Inf(-1))}
	}}
	g := generate.Generator{Model: three, Config: generate.Config{MaxNew: 3}}
	found, err := g.Beams(background, [][]int{{0}, {0}}, generate.BeamConfig{Beams: 7, Return: 7})
	require.NoError(t, err)
	for _, list := range found {
		require.Len(t, list, 7)
		require.Equal(t, []int{0, 0, 0}, list[0].Tokens)
		seen := map[string]bool{}
		for _, h := range list {
			require.NotContains(t, h.Tokens, 2, "a hidden token")
			seen[fmt.Sprint(h.Tokens)] = true
		}
		require.Len(t, seen, 7, "all different")
	}

	g.Config.MaxNew = 1
	found, err = g.Beams(background, [][]int{{0}}, generate.BeamConfig{Beams: 7, Return: 7})
	require.NoError(t, err)
	require.Len(t, found[0], 2, "there are no more")
}
