package gpt_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
	"github.com/gaze-ml/gaze/gpt"
	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/weights"
)

// near is how far cached decoding may be from the full pass.
const near = 1e-5

func decoding(t testing.TB, m *gpt.Model, longest int) *gpt.Decoding {
	t.Helper()
	d, err := m.Decoding(longest)
	require.NoError(t, err)
	return d
}

// full are the logits after the last of ids, computed in one pass.
func full(t testing.TB, m *gpt.Model, ids []int) []float32 {
	t.Helper()
	all := logits(t, m, [][]int{ids})
	return all[len(all)-len(all)/len(ids):]
}

func wantNear(t testing.TB, want, got []float32) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.InDelta(t, want[i], got[i], near)
	}
}

// Two rows of different lengths, one position a token, against full passes of
// each alone.
func TestDecodingEqualsFullPass(t *testing.T) {
	for _, dir := range folders {
		m := load(t, dir)
		d := decoding(t, m, 0)
		seen := [][]int{{5, 9, 1, 44, 3}, {60, 2}}
		got, err := d.Prefill(seen)
		require.NoError(t, err)
		for step := range 20 {
			for row := range seen {
				wantNear(t, full(t, m, seen[row]), got[row])
				seen[row] = append(seen[row], (7*step+31*row+step*step)%61)
			}
			got, err = d.Step([]int{seen[0][len(seen[0])-1], seen[1][len(seen[1])-1]})
			require.NoError(t, err)
		}
		require.Equal(t, 2, d.Stats().Compiled)

		// Shorter prompts begin afresh, whatever the cache still holds.
		got, err = d.Prefill([][]int{{8}, {7}})
		require.NoError(t, err)
		wantNear(t, full(t, m, []int{8}), got[0])
		wantNear(t, full(t, m, []int{7}), got[1])
	}
}

// Rows branch, change places and die, and rest meanwhile.
func TestDecodingReorder(t *testing.T) {
	for _, dir := range folders {
		m := load(t, dir)
		d := decoding(t, m, 0)
		_, err := d.Prefill([][]int{{5, 9, 1}, {60, 2}})
		require.NoError(t, err)
		_, err = d.Step([]int{4, 7})
		require.NoError(t, err)
		seen := [][]int{{60, 2, 7}, {5, 9, 1, 4}, {60, 2, 7}}
		require.NoError(t, d.Reorder([]int{1, 0, 1})) // more rows
		wantSteps(t, m, d, seen, []int{11, 12, 13})
		require.NoError(t, d.Reorder([]int{2, 2, 0}))
		require.NoError(t, d.Reorder([]int{1, 2, 0})) // twice in one step
		seen = [][]int{clone(seen[2]), clone(seen[0]), clone(seen[2])}
		wantSteps(t, m, d, seen, []int{21, generate.Rest, 22})
		wantSteps(t, m, d, seen, []int{31, 32, generate.Rest})
		wantSteps(t, m, d, seen, []int{41, 42, 43})
		compiled := d.Stats().Compiled
		require.Equal(t, 3, compiled) // prompts, two rows, three rows
		require.NoError(t, d.Reorder([]int{2}))
		wantSteps(t, m, d, seen[2:], []int{51})
	}
}

// Rows branch at random, rest, and are more or fewer: what is not copied, since rows
// have it in common, is what they would have had.
func TestDecodingOfRandomBeams(t *testing.T) {
	for _, dir := range folders {
		m, r := load(t, dir), rand.New(rand.NewPCG(1, 2))
		d := decoding(t, m, 0)
		seen := [][]int{{5, 9, 1}, {60, 2}, {3}}
		for range 3 { // of one cache
			_, err := d.Prefill(seen)
			require.NoError(t, err)
			texts := seen
			for step := range 18 {
				rows := len(texts)
				if step%7 == 6 {
					rows = 2 + r.IntN(3)
				}
				from, tokens, next := make([]int, rows), make([]int, rows), make([][]int, rows)
				for i := range rows {
					from[i], tokens[i] = r.IntN(len(texts)), r.IntN(61)
					if r.IntN(5) == 0 {
						tokens[i] = generate.Rest
					}
					next[i] = clone(texts[from[i]])
				}
				if step%3 > 0 || rows != len(texts) {
					require.NoError(t, d.Reorder(from))
					texts = next
				}
				wantSteps(t, m, d, texts, tokens)
			}
			seen = [][]int{{7, 7}, {8, 1, 2, 3}, {9, 4, 4}}
		}
	}
}

func clone(x []int) []int { return append([]int{}, x...) }

// wantSteps takes a step and compares every row that does not rest.
func wantSteps(t *testing.T, m *gpt.Model, d *gpt.Decoding, seen [][]int, tokens []int) {
	t.Helper()
	got, err := d.Step(tokens)
	require.NoError(t, err)
	for i, token := range tokens {
		if token != generate.Rest {
			seen[i] = append(seen[i], token)
			wantNear(t, full(t, m, seen[i]), got[i])
		}
	}
}

// No program is compiled after the second token, however the prompt is continued.
func TestDecodingCompilesEarly(t *testing.T) {
	for _, dir := range folders {
		m := load(t, dir)
		for name, run := range map[string]func(g *generate.Generator) error{
			"greedy": func(g *generate.Generator) error {
				_, err := g.Generate(context.Background(), [][]int{{1, 2, 3}})
				return err
			},
			"a batch": func(g *generate.Generator) error {
				_, err := g.Generate(context.Background(), [][]int{{1, 2, 3}, {9}, {4, 4, 4, 4, 4, 4, 4}})
				return err
			},
			"beams": func(g *generate.Generator) error {
				_, err := g.Beams(context.Background(), [][]int{{1, 2, 3}, {9, 8}}, generate.BeamConfig{Beams: 4})
				return err
			},
		} {
			w := &watched{Decoding: decoding(t, m, 0)}
			require.NoError(t, run(&generate.Generator{Model: w, Config: generate.Config{MaxNew: 25}}), name)
			require.Greater(t, len(w.compiled), 20, name)
			require.Equal(t, 2, w.compiled[1], name)
			require.Equal(t, 2, w.Stats().Compiled, name)
		}
	}
}

// watched notes how many programs there are after each token.
type watched struct {
	*gpt.Decoding
	compiled []int
}

func (w *watched) Prefill(prompts [][]int) ([][]float32, error) {
	logits, err := w.Decoding.Prefill(prompts)
	w.compiled = append(w.compiled, w.Stats().Compiled)
	return logits, err
}

func (w *watched) Step(tokens []int) ([][]float32, error) {
	logits, err := w.Decoding.Step(tokens)
	w.compiled = append(w.compiled, w.Stats().Compiled)
	return logits, err
}

// A row can be full to its last position.
func TestDecodingLongest(t *testing.T) {
	for _, dir := range folders {
		m := load(t, dir)
		d := decoding(t, m, 6)
		require.Equal(t, 6, d.Longest())
		require.Equal(t, 61, d.Vocab())
		_, err := d.Prefill([][]int{{1, 2, 3, 4, 5}, {6}})
		require.NoError(t, err)
		seen := [][]int{{1, 2, 3, 4, 5}, {6}}
		wantSteps(t, m, d, seen, []int{7, 8})
		_, err = d.Step([]int{9, 9})
		require.EqualError(t, err, "step: row 0 is full: it holds 6 positions")
		wantSteps(t, m, d, seen, []int{generate.Rest, 9})
	}
}

func TestDecodingRefuses(t *testing.T) {
	m := load(t, folders[0])
	_, err := m.Decoding(33)
	require.EqualError(t, err, "decoding: 33 positions: want 1 to 32, which the model was made for")
	d := decoding(t, m, 4)
	refused := func(want string, f func() error) {
		t.Helper()
		require.EqualError(t, f(), want)
	}
	step := func(tokens ...int) func() error {
		return func() error { _, err := d.Step(tokens); return err }
	}
	prefill := func(prompts ...[]int) func() error {
		return func() error { _, err := d.Prefill(prompts); return err }
	}
	reorder := func(rows ...int) func() error {
		return func() error { return d.Reorder(rows) }
	}
	refused("step: 1 tokens for 0 rows: want one for each row of Prefill", step(1))
	refused("reorder: there are no rows to go on from: want a Prefill before", reorder(0))
	refused("prefill: there are no prompts: want at least one", prefill())
	refused("prefill: prompt 1 has 0 tokens: want 1 to 4", prefill([]int{1}, nil))
	refused("prefill: prompt 0 has 5 tokens: want 1 to 4", prefill([]int{1, 2, 3, 4, 5}))
	require.ErrorContains(t, prefill([]int{1, 61})(), "61: want 0 to 60")
	require.NoError(t, prefill([]int{1, 2})())
	refused("step: row 0: token 61: want 0 to 60", step(61))
	refused("step: row 0: token -2: want 0 to 60", step(-2))
	refused("reorder: rows[1] is 1: want 0 to 0", reorder(0, 1))
	refused("reorder: there are no rows: want at least one", reorder())
}

// A failed Prefill leaves no rows to go on with, neither its own nor older ones.
func TestDecodingAfterFailedPrefill(t *testing.T) {
	for _, bad := range [][][]int{{{1, 61}}, {{1}, {2, -1}}, {{1}, nil}, nil} {
		d := decoding(t, load(t, folders[0]), 4)
		_, err := d.Prefill([][]int{{1, 2}})
		require.NoError(t, err)
		_, err = d.Prefill(bad)
		require.Error(t, err)
		_, err = d.Step([]int{1})
		require.EqualError(t, err, "step: 1 tokens for 0 rows: want one for each row of Prefill")
		require.EqualError(t, d.Reorder([]int{0}), "reorder: there are no rows to go on from: want a Prefill before")

		again, err := d.Prefill([][]int{{3, 4, 5}})
		require.NoError(t, err)
		wantNear(t, full(t, load(t, folders[0]), []int{3, 4, 5}), again[0])
	}
}

// A config that lies about its positions costs no memory: whoever wants so many
// must say so.
func TestDecodingIsBounded(t *testing.T) {
	dir := folder(t, folders[1])
	edit(t, dir, `"max_position_embeddings": 32`, `"max_position_embeddings": 40000000`)
	m := load(t, dir)
	_, err := m.Decoding(0)
	require.EqualError(t, err, "decoding: longest 0 is all 40000000 positions that the model was made for, 10.7 GiB a row: "+
		"pass longest, how many a row shall hold, such as 1048576")
	d := decoding(t, m, 16)
	_, err = d.Prefill([][]int{{1, 2, 3}})
	require.NoError(t, err)
	_, err = m.Decoding(40000001)
	require.EqualError(t, err, "decoding: 40000001 positions: want 1 to 40000000, which the model was made for")

	for _, c := range []gpt.Config{gpt.GPT2XL(), gpt.TinyLlama(), gpt.Stories260K()} { // what is published fits
		_, err := (&gpt.Model{Config: c, Store: weights.New(1)}).Decoding(0)
		require.NoError(t, err)
	}
	large := gpt.TinyLlama()
	large.NumHiddenLayers, large.HiddenSize, large.NumAttentionHeads, large.NumKeyValueHeads = 32, 4096, 32, 8
	large.MaxPositionEmbeddings = 131072
	_, err = (&gpt.Model{Config: large, Store: weights.New(1)}).Decoding(0)
	require.ErrorContains(t, err, "such as 16256")
}

// A step allocates nothing, nor does a reorder of as many rows.
func TestStepAllocatesNothing(t *testing.T) {
	for _, dir := range folders {
		d := decoding(t, load(t, dir), 0)
		_, err := d.Prefill([][]int{{1}, {2}})
		require.NoError(t, err)
		tokens, order := []int{3, 4}, []int{1, 1}
		run := func() {
			if err := d.Reorder(order); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Step(tokens); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			run()
		}
		require.Zero(t, mallocs.Fewest(4, run))
	}
}
