package train_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/train"
)

// No state.json makes the reader fall over, or name a file elsewhere.
func FuzzState(f *testing.F) {
	golden, err := os.ReadFile(filepath.Join("testdata", "version1", "step-00000004", "state.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(`{"format":"gaze checkpoint","version":1,"step":1e9}`))
	f.Add([]byte(`{"files":{"..":""}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := train.ParseState(raw)
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, s.Step, s.Validated)
		for name := range s.Files {
			require.Equal(t, filepath.Base(name), name)
		}
	})
}
