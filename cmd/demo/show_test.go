package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The bare command, in its small form, twice: the second run replaces the first,
// and comes to the same.
func TestQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	out := filepath.Join(t.TempDir(), "out")
	var first, second shownResult
	require.NoError(t, json.Unmarshal([]byte(ok(t, "--quick", "--json", "--out", out)), &first))
	for _, f := range first.Files {
		_, err := os.Stat(f)
		require.NoError(t, err)
	}
	require.Equal(t, "this Transformer", first.Scores[0].Model)
	require.Less(t, first.Scores[0].Loss, first.Scores[len(first.Scores)-1].Loss)
	require.NoError(t, json.Unmarshal([]byte(ok(t, "--quick", "--json", "--out", out)), &second))
	require.Equal(t, first, second)
	require.NotEmpty(t, ok(t, "lm", "sample", "--checkpoint", out, "--prompt", "ROMEO:", "--tokens", "20"))
}

func TestPresetsAreValid(t *testing.T) {
	require.Len(t, presetNames(), len(presets))
	for _, name := range presetNames() {
		r := presets[name]()
		require.NoError(t, r.check(), name)
	}
	r := usual()
	require.NoError(t, r.check())
}

// A preset gives way to flags.
func TestFlagsPrevailOverPresets(t *testing.T) {
	given := usual()
	given.Width, given.Seed = 96, 7
	r := given.over(nanoGPT(), func(flag string) bool { return flag == "width" || flag == "seed" })
	want := nanoGPT()
	want.Width, want.Seed = 96, 7
	require.Equal(t, want, r)
}

// At GPT-2's width weights begin as GPT-2's do, and narrower sums over them are as
// large; --init prevails.
func TestInit(t *testing.T) {
	r := usual()
	for width, want := range map[int]float64{768: 0.02, 192: 0.04, 48: 0.08} {
		r.Width, r.Init = width, 0
		require.InDelta(t, want, r.config(65).InitializerRange, 1e-15)
		r.Init = 0.03
		require.Equal(t, 0.03, r.config(65).InitializerRange)
	}
}
