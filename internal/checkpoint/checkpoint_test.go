package checkpoint_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

type known struct {
	Layers int     `json:"layers"`
	Rate   float64 `json:"rate,omitempty"`
}

// What was read stays as it was, but for what has changed.
func TestDocument(t *testing.T) {
	const text = `{"other":[1.50, 2],"layers":2,"rate":1e-05}`
	var k known
	d, err := checkpoint.Unmarshal([]byte(text), &k)
	require.NoError(t, err)
	require.Equal(t, known{2, 1e-5}, k)
	require.Equal(t, `[1.50, 2]`, string(d.Value("other")))
	require.Nil(t, d.Value("absent"))
	for want, change := range map[string]known{
		text: {2, 1e-5},
		`{"other":[1.50, 2],"layers":3,"rate":1e-05}`: {3, 1e-5},
		`{"other":[1.50, 2],"layers":2}`:              {2, 0},
	} {
		got, err := checkpoint.Marshal(d, change)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	for text, want := range map[string]string{
		``:                 "want a JSON object",
		`3`:                "want a JSON object",
		`{"a":1,"a":2}`:    `field "a" is given twice`,
		`{"a":}`:           `field "a": `,
		`{"a":1} {}`:       "something follows the JSON object",
		`{"layers":"two"}`: "cannot unmarshal string",
	} {
		_, err := checkpoint.Unmarshal([]byte(text), &k)
		require.ErrorContains(t, err, want, text)
	}
}

// All that is wrong is listed, in order.
func TestChecks(t *testing.T) {
	var all checkpoint.Checks
	require.NoError(t, all.Join("tiny"))
	all.Sizes(map[string]int{"layers": 0, "heads": 4})
	all.Rates(map[string]float64{"dropout": 1, "other": 0.5})
	all.Known("act", "mish", []string{"relu", "gelu"})
	all.Off("decoder", json.RawMessage("true"))
	all.Off("cross", json.RawMessage("false"))
	all.Only("kind", json.RawMessage(`"b"`), `"a"`)
	require.EqualError(t, all.Join("tiny"), `tiny: act is "mish": want one of those implemented, ["gelu" "relu"]
decoder is true: want null or false: it is not supported
dropout is 1: want 0 to below 1
kind is "b": want "a": others are not supported
layers is 0: want 1 to 268435456`)
}

func TestAgreeAndPlausible(t *testing.T) {
	declare := func(s *weights.Store, path string, shape ...int) *weights.Store {
		_, err := s.Declare(path, tensor.Float32, nil, shape...)
		require.NoError(t, err)
		return s
	}
	want := declare(declare(weights.NewShapes(), "a", 2, 3), "b", 4)
	held := declare(declare(weights.New(1), "a", 2, 3), "b", 4)
	require.NoError(t, checkpoint.Agree(want, held))
	held = declare(declare(weights.New(1), "a", 3, 2), "c", 4)
	require.EqualError(t, checkpoint.Agree(want, held), `"a": shape [3, 2], the config wants [2, 3]
"b": missing, the config wants shape [4]
"c": shape [4], unknown to the config`)
	require.NoError(t, checkpoint.Plausible(held, 20))
	require.EqualError(t, checkpoint.Plausible(held, 2e6), "config.json is of a model with 2000000 numbers, the weights are 10")
}

type text string

func (t text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return nil, errors.New("nothing to write")
	}
	return []byte(t), nil
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, checkpoint.ConfigFile)
	require.NoError(t, checkpoint.WriteConfig(path, text(`{"a":1}`)))
	require.Error(t, checkpoint.WriteConfig(path, text("")))
	got, err := checkpoint.ReadSmall(path)
	require.NoError(t, err)
	require.Equal(t, "{\n  \"a\": 1\n}\n", string(got))
	require.NoError(t, os.WriteFile(path, make([]byte, 16<<20+1), 0o600))
	_, err = checkpoint.ReadSmall(path)
	require.EqualError(t, err, "more than 16777216 bytes")
	_, err = checkpoint.ReadSmall(filepath.Join(dir, "absent"))
	require.EqualError(t, err, "no such file or directory")
	require.ErrorContains(t, checkpoint.Openable(dir), "the folder has")
}
