package generate_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

// hooked is a model that something happens to at a step, 0 being Prefill.
type hooked struct {
	generate.Stepper
	at      func(step int, logits [][]float32) ([][]float32, error)
	reorder error
	step    int
}

func (h *hooked) Prefill(prompts [][]int) ([][]float32, error) {
	h.step = 0
	logits, err := h.Stepper.Prefill(prompts)
	if err != nil {
		return nil, err
	}
	return h.at(0, logits)
}

func (h *hooked) Step(tokens []int) ([][]float32, error) {
	h.step++
	logits, err := h.Stepper.Step(tokens)
	if err != nil {
		return nil, err
	}
	return h.at(h.step, logits)
}

func (h *hooked) Reorder(rows []int) error {
	if h.reorder != nil {
		return h.reorder
	}
	return h.Stepper.Reorder(rows)
}

func TestConfigErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for want, c := range map[string]generate.Config{
		"Temperature is -1: want at least 1e-06, or 0 for greedy":                {Temperature: -1},
		"Temperature is 1e-09: want at least 1e-06, or 0 for greedy":             {Temperature: 1e-9},
		"Temperature is NaN: want at least 1e-06, or 0 for greedy":               {Temperature: nan},
		"Temperature is +Inf: want at least 1e-06, or 0 for greedy":              {Temperature: inf},
		"TopK is -3: want at least 1, or 0 for off":                              {TopK: -3},
		"TopP is 1.5: want above 0 and at most 1, or 0 for off":                  {TopP: 1.5},
		"TopP is -0.1: want above 0 and at most 1, or 0 for off":                 {TopP: -0.1},
		"TopP is NaN: want above 0 and at most 1, or 0 for off":                  {TopP: nan},
		"MinP is 2: want above 0 and at most 1, or 0 for off":                    {MinP: 2},
		"RepetitionPenalty is -1: want above 0 and finite, or 0 for off":         {RepetitionPenalty: -1},
		"RepetitionPenalty is +Inf: want above 0 and finite, or 0 for off":       {RepetitionPenalty: inf},
		"MaxNew is -1: want at least 1, or 0 for as many as the model can hold":  {MaxNew: -1},
		"StopTokens[1] is 20: want 0 to 19":                                      {StopTokens: []int{3, 20}},
		"StopTokens[0] is -1: want 0 to 19":                                      {StopTokens: []int{-1}},
		"StopStrings[1] is empty: want a text":                                   {StopStrings: []string{"a", ""}},
		`StopStrings are ["a"], Decoder is nil: want one that makes text of ids`: {StopStrings: []string{"a"}},
		"MaxNew is 0, and the model has no longest row: want at least 1":         {},
	} {
		g := generate.Generator{Model: &recurrent{golden: load(t)}, Config: c}
		_, err := g.Generate(background, [][]int{{1}})
		require.EqualError(t, err, "generate: "+want)
	}
}

func TestPromptErrors(t *testing.T) {
	g := generate.Generator{Model: &recurrent{golden: load(t), longest: 3}}
	for want, prompts := range map[string][][]int{
		"there are no prompts: want at least one":                           {},
		"prompts[1] is empty: want at least one token":                      {{1}, {}},
		"prompts[1] has 4 tokens: want at most 3, which the model can hold": {{1}, {1, 2, 3, 4}},
		"prompts[1][2] is 20: want 0 to 19":                                 {{1}, {1, 2, 20}},
		"prompts[0][0] is -1: want 0 to 19":                                 {{-1}},
	} {
		_, err := g.Generate(background, prompts)
		require.EqualError(t, err, "generate: "+want)
		_, err = g.Beams(background, prompts, generate.BeamConfig{Beams: 2})
		require.EqualError(t, err, "beams: "+want)
	}
	_, err := new(generate.Generator).Generate(background, nil)
	require.EqualError(t, err, "generate: there is no Model: want a Stepper")
}

func TestBeamErrors(t *testing.T) {
	for want, c := range map[string]struct {
		beams  generate.BeamConfig
		config generate.Config
	}{
		"Beams is 0: want 1 to 10000":                    {},
		"Beams is 1099511627776: want 1 to 10000":        {beams: generate.BeamConfig{Beams: 1 << 40}},
		"LengthPenalty is NaN: want a finite number":     {beams: generate.BeamConfig{Beams: 1, LengthPenalty: math.NaN()}},
		"BeamConfig.Return is 4: want at most Beams, 3":  {beams: generate.BeamConfig{Beams: 3, Return: 4}},
		"BeamConfig.Return is -1: want at most Beams, 3": {beams: generate.BeamConfig{Beams: 3, Return: -1}},
		`EarlyStopping is "yes": want EarlyFalse, EarlyTrue or EarlyNever`: {
			beams: generate.BeamConfig{Beams: 3, EarlyStopping: "yes"}},
		"Temperature is 0.8: want 0, as beam search does not sample": {
			beams: generate.BeamConfig{Beams: 3}, config: generate.Config{Temperature: 0.8}},
		"TopK is 5: want 0, as beam search does not sample": {
			beams: generate.BeamConfig{Beams: 3}, config: generate.Config{TopK: 5}},
		"TopP is 0.5: want 0, as beam search does not sample": {
			beams: generate.BeamConfig{Beams: 3}, config: generate.Config{TopP: 0.5}},
		"MinP is 0.5: want 0, as beam search does not sample": {
			beams: generate.BeamConfig{Beams: 3}, config: generate.Config{MinP: 0.5}},
	} {
		g := generate.Generator{Model: &recurrent{golden: load(t), longest: 9}, Config: c.config}
		_, err := g.Beams(background, [][]int{{1}}, c.beams)
		require.EqualError(t, err, "beams: "+want)
	}
}

// What goes wrong at step 3 is said, and what came before is there.
func TestErrorsWhileRunning(t *testing.T) {
	nan := float32(math.NaN())
	for want, spoil := range map[string]func(logits [][]float32) ([][]float32, error){
		"step 3: row 1: logits[5] is NaN: want a number": func(l [][]float32) ([][]float32, error) {
			l[1][5] = nan
			return l, nil
		},
		"step 3: row 1: logits[0] is +Inf: want a number": func(l [][]float32) ([][]float32, error) {
			l[1][0] = float32(math.Inf(1))
			return l, nil
		},
		"step 3: row 0: every logit is -Inf: no token is left to choose": func(l [][]float32) ([][]float32, error) {
			for i := range l[0] {
				l[0][i] = float32(math.Inf(-1))
			}
			return l, nil
		},
		"step 3: the model has logits of 1 rows: want 2": func(l [][]float32) ([][]float32, error) {
			return l[:1], nil
		},
		"step 3: row 1: the model has 7 logits: want vocab 20": func(l [][]float32) ([][]float32, error) {
			l[1] = l[1][:7]
			return l, nil
		},
		"step 3: no power": func([][]float32) ([][]float32, error) { return nil, errors.New("no power") },
	} {
		model := &hooked{Stepper: &recurrent{golden: load(t)}}
		model.at = func(step int, logits [][]float32) ([][]float32, error) {
			if step == 3 {
				return spoil(logits)
			}
			return logits, nil
		}
		g := generate.Generator{Model: model, Config: generate.Config{MaxNew: 9}}
		out, err := g.Generate(background, [][]int{{1}, {2}})
		require.EqualError(t, err, "generate: "+want)
		require.Len(t, out[1].Tokens, 3)
		require.Equal(t, generate.Interrupted, out[1].Reason)
	}
}

func TestBeamErrorsWhileRunning(t *testing.T) {
	model := &hooked{Stepper: &recurrent{golden: load(t)}}
	model.at = func(step int, logits [][]float32) ([][]float32, error) {
		if step == 3 {
			logits[2][5] = float32(math.NaN())
		}
		return logits, nil
	}
	g := generate.Generator{Model: model, Config: generate.Config{MaxNew: 9}}
	found, err := g.Beams(background, [][]int{{1}, {2}}, generate.BeamConfig{Beams: 2, Return: 2})
	require.EqualError(t, err, "beams: step 3: prompt 1: beam 0: logits[5] is NaN: want a number")
	require.Len(t, found[1][0].Tokens, 3)
	require.Equal(t, generate.Interrupted, found[1][0].Reason)

	model.reorder = errors.New("no memory")
	_, err = g.Beams(background, [][]int{{1}, {2}}, generate.BeamConfig{Beams: 2})
	require.EqualError(t, err, "beams: step 1: reorder: no memory")
}

// A transform of one's own that hides everything.
func TestNothingLeft(t *testing.T) {
	hide := func(logits []float32, _ []int) {
		for i := range logits {
			logits[i] = float32(math.Inf(-1))
		}
	}
	g := generate.Generator{
		Model: &recurrent{golden: load(t)}, Config: generate.Config{MaxNew: 9}, Extra: []generate.Transform{hide},
	}
	_, err := g.Generate(background, [][]int{{1}})
	require.EqualError(t, err, "generate: step 0: row 0: every logit is -Inf: no token is left to choose")
	_, err = g.Beams(background, [][]int{{1}}, generate.BeamConfig{Beams: 2})
	require.EqualError(t, err, "beams: step 0: prompt 0: every logit is -Inf: no token is left to choose")
}

// A beam that has no way on dies, and the search goes on without it.
func TestBeamDies(t *testing.T) {
	block := func(logits []float32, seen []int) {
		if seen[len(seen)-1] == 14 { // the likeliest beginning
			for i := range logits {
				logits[i] = float32(math.Inf(-1))
			}
		}
	}
	g := generate.Generator{
		Model: &recurrent{golden: load(t)}, Config: generate.Config{MaxNew: 4}, Extra: []generate.Transform{block},
	}
	found, err := g.Beams(background, [][]int{{1}}, generate.BeamConfig{Beams: 3, Return: 3})
	require.NoError(t, err)
	require.Len(t, found[0], 3)
	for _, h := range found[0] {
		require.NotContains(t, h.Tokens[:3], 14)
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(background)
	g := generate.Generator{
		Model:  &recurrent{golden: load(t)},
		Config: generate.Config{MaxNew: 9},
		Stream: func(row, _ int, _ string) bool {
			if row == 1 {
				cancel()
			}
			return true
		},
	}
	out, err := g.Generate(ctx, [][]int{{1}, {2}})
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "generate: context canceled")
	for _, o := range out {
		require.Len(t, o.Tokens, 1)
		require.Equal(t, generate.Interrupted, o.Reason)
	}

	out, err = g.Generate(ctx, [][]int{{1}})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, out[0].Tokens)
	found, err := g.Beams(ctx, [][]int{{1}}, generate.BeamConfig{Beams: 2})
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, found[0])
}

func TestContextEndsBeams(t *testing.T) {
	ctx, cancel := context.WithCancelCause(background)
	model := &hooked{Stepper: &recurrent{golden: load(t)}}
	model.at = func(step int, logits [][]float32) ([][]float32, error) {
		if step == 4 {
			cancel(errors.New("the reader left"))
		}
		return logits, nil
	}
	g := generate.Generator{Model: model, Config: generate.Config{MaxNew: 9}}
	found, err := g.Beams(ctx, [][]int{{1}}, generate.BeamConfig{Beams: 3, Return: 3})
	require.EqualError(t, err, "beams: the reader left")
	require.Len(t, found[0], 3)
	for _, h := range found[0] {
		require.Len(t, h.Tokens, 5)
		require.Equal(t, generate.Interrupted, h.Reason)
	}
}

// A reader that has enough of one row lets the others go on.
func TestReaderStopsARow(t *testing.T) {
	var told [2]int
	g := generate.Generator{
		Model:  &recurrent{golden: load(t)},
		Config: generate.Config{MaxNew: 6},
		Stream: func(row, _ int, _ string) bool {
			told[row]++
			return row == 1 || told[0] < 2
		},
	}
	out, err := g.Generate(background, [][]int{{1}, {2}})
	require.NoError(t, err)
	require.Equal(t, [2]int{2, 6}, told)
	require.Len(t, out[0].Tokens, 2)
	require.Equal(t, generate.ByReader, out[0].Reason)
	require.Len(t, out[1].Tokens, 6)
	require.Equal(t, generate.ByLength, out[1].Reason)
}

func TestEarlyStoppingInJSON(t *testing.T) {
	for text, want := range map[string]generate.EarlyStopping{
		"false": generate.EarlyFalse, "true": generate.EarlyTrue, `"never"`: generate.EarlyNever,
	} {
		var e generate.EarlyStopping
		require.NoError(t, json.Unmarshal([]byte(text), &e))
		require.Equal(t, want, e)
		written, err := json.Marshal(e)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
	}
	var b generate.BeamConfig
	require.EqualError(t, json.Unmarshal([]byte(`{"early_stopping": "soon"}`), &b),
		`early_stopping is "soon": want false, true or "never"`)
	_, err := json.Marshal(generate.EarlyStopping("soon"))
	require.ErrorContains(t, err, `EarlyStopping is "soon": want EarlyFalse, EarlyTrue or EarlyNever`)
}
