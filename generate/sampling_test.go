package generate_test

import (
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

// constant is a model with the same logits for ever. It allocates nothing.
type constant struct {
	logits []float32
	rows   [][]float32
}

func (c *constant) Vocab() int                             { return len(c.logits) }
func (c *constant) Longest() int                           { return 0 }
func (c *constant) Step(tokens []int) ([][]float32, error) { return c.rows[:len(tokens)], nil }
func (c *constant) Reorder([]int) error                    { return nil }

func (c *constant) Prefill(prompts [][]int) ([][]float32, error) {
	for len(c.rows) < len(prompts) {
		c.rows = append(c.rows, c.logits)
	}
	return c.rows[:len(prompts)], nil
}

// chiSquare is Σ (observed - expected)² / expected.
func chiSquare(observed []int, probabilities []float64) (x float64) {
	n := 0
	for _, o := range observed {
		n += o
	}
	for i, o := range observed {
		e := probabilities[i] * float64(n)
		x += (float64(o) - e) * (float64(o) - e) / e
	}
	return x
}

// 20,000 draws follow the softmax at its temperature, and so do pairs that follow
// each other in a row, and pairs of neighbours in a batch. The bounds are the
// 99.9% points of chi-square with 5 and 35 degrees of freedom.
func TestSamplesFollowTheDistribution(t *testing.T) {
	const rows, steps, temperature = 40, 500, 1.3
	model := &constant{logits: []float32{1, 0.5, 2, -1, 0, 1.5}}
	p := make([]float64, 6)
	sum := 0.0
	for i, l := range model.logits {
		p[i] = math.Exp(float64(l) / temperature)
		sum += p[i]
	}
	pairs := make([]float64, 36)
	for i := range p {
		p[i] /= sum
	}
	for i := range pairs {
		pairs[i] = p[i/6] * p[i%6]
	}

	prompts := make([][]int, rows)
	for i := range prompts {
		prompts[i] = []int{3}
	}
	out := tokens(t, model, generate.Config{Temperature: temperature, MaxNew: steps, Seed: 9}, prompts...)
	single, along, across := make([]int, 6), make([]int, 36), make([]int, 36)
	for i, row := range out {
		for j, token := range row {
			single[token]++
			if j%2 == 1 {
				along[6*row[j-1]+token]++
			}
			if i%2 == 1 {
				across[6*out[i-1][j]+token]++
			}
		}
	}
	require.Less(t, chiSquare(single, p), 20.52)
	require.Less(t, chiSquare(along, pairs), 66.62)
	require.Less(t, chiSquare(across, pairs), 66.62)
}

// What a filter hides is never drawn, and the rest keeps its proportions.
func TestFilteredSamples(t *testing.T) {
	model := &constant{logits: []float32{1, 3, 2, 0, -8}}
	out := tokens(t, model, generate.Config{Temperature: 1, TopK: 2, MaxNew: 5000}, []int{0})[0]
	seen := make([]int, 5)
	for _, token := range out {
		seen[token]++
	}
	require.Equal(t, []int{0, 0, 0}, []int{seen[0], seen[3], seen[4]})
	half := 1 / (1 + math.Exp(-1))
	require.Less(t, chiSquare(seen[1:3], []float64{half, 1 - half}), 10.83)
}

func TestTransformsOutOfRangeChangeNothing(t *testing.T) {
	nan := math.NaN()
	for name, change := range map[string]generate.Transform{
		"temperature 0":    generate.Temperature(0),
		"temperature NaN":  generate.Temperature(nan),
		"penalty 0":        generate.RepetitionPenalty(0),
		"penalty NaN":      generate.RepetitionPenalty(nan),
		"top-k 0":          generate.TopK(0),
		"top-k of all":     generate.TopK(4),
		"top-p 0":          generate.TopP(0),
		"top-p 1":          generate.TopP(1),
		"top-p NaN":        generate.TopP(nan),
		"min-p 0":          generate.MinP(0),
		"min-p above 1":    generate.MinP(1.5),
		"unknown ids only": generate.RepetitionPenalty(2),
	} {
		logits := []float32{1, -2, 0, 3}
		change(logits, []int{-1, 4})
		require.Equal(t, []float32{1, -2, 0, 3}, logits, name)
		change(nil, nil) // and nothing breaks
	}
	generate.TopP(0.5)(nil, nil)
	generate.MinP(0.5)(nil, nil)
}

// A logit as high as can be forces its token at any temperature.
func TestForcedToken(t *testing.T) {
	model := &constant{logits: []float32{3, math.MaxFloat32, 2}}
	for _, temperature := range []float64{1e-6, 0.5, 1, 2} {
		c := generate.Config{Temperature: temperature, TopP: 0.9, MinP: 0.1, MaxNew: 4}
		require.Equal(t, []int{1, 1, 1, 1}, tokens(t, model, c, []int{0})[0], "temperature %v", temperature)
	}
}

// Of equal logits top-k keeps all, top-p those with the lowest ids.
func TestTies(t *testing.T) {
	hidden := float32(math.Inf(-1))
	logits := []float32{0, 1, 1, 1, 0}
	generate.TopK(2)(logits, nil)
	require.Equal(t, []float32{hidden, 1, 1, 1, hidden}, logits)

	logits = []float32{1, 1, 1, 1}
	generate.TopP(0.5)(logits, nil)
	require.Equal(t, []float32{1, 1, hidden, hidden}, logits)
}

func TestExtraIsNil(t *testing.T) {
	g := generate.Generator{
		Model:  &constant{logits: make([]float32, 5)},
		Config: generate.Config{MaxNew: 1},
		Extra:  []generate.Transform{generate.TopK(3), nil},
	}
	_, err := g.Generate(background, [][]int{{1}})
	require.EqualError(t, err, "generate: transform Extra[1] is nil")
	_, err = g.Beams(background, [][]int{{1}}, generate.BeamConfig{Beams: 2})
	require.EqualError(t, err, "beams: transform Extra[1] is nil")
}

// From token to token nothing is allocated: three times the tokens take as many
// allocations.
func TestSteadyStateAllocatesNothing(t *testing.T) {
	model := &constant{logits: make([]float32, 500)}
	for i := range model.logits {
		model.logits[i] = float32(i%17) / 4
	}
	prompts := [][]int{{1, 2}, {3}, {4, 5, 6}}
	count := func(most int) uint64 {
		c := generate.Config{Temperature: 0.8, TopK: 100, TopP: 0.9, MinP: 0.01, RepetitionPenalty: 1.1, MaxNew: most}
		g := generate.Generator{Model: model, Config: c}
		fewest := uint64(math.MaxUint64)
		for range 3 { // Go itself allocates now and then
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := g.Generate(background, prompts)
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			fewest = min(fewest, after.Mallocs-before.Mallocs)
		}
		return fewest
	}
	require.InDelta(t, count(200), count(600), 5)
}

func BenchmarkTransforms(b *testing.B) {
	logits, scratch := make([]float32, 50257), make([]float32, 50257)
	for i := range logits {
		logits[i] = 10 * float32(math.Sin(float64(i*i)))
	}
	for name, change := range map[string]generate.Transform{
		"topk 50": generate.TopK(50), "topp 0.9": generate.TopP(0.9), "minp 0.1": generate.MinP(0.1),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(scratch, logits)
				change(scratch, nil)
			}
		})
	}
}
