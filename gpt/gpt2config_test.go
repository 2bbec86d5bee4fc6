package gpt_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/gpt"
)

// Ids that begin and end a text come back as they were, null and missing ones too.
func TestGPT2ConfigKeepsEnds(t *testing.T) {
	for _, text := range []string{
		`{"model_type": "gpt2", "bos_token_id": 1, "eos_token_id": 20}`,
		`{"model_type": "gpt2", "bos_token_id": null, "eos_token_id": null}`,
		`{"model_type": "gpt2"}`,
	} {
		c, err := read(t, text)
		require.NoError(t, err)
		require.JSONEq(t, text, write(t, c))
	}
	c := gpt.GPT2Small()
	require.NotContains(t, fields(t, c), "eos_token_id")
	c.EosTokenID = json.RawMessage("null")
	require.Equal(t, "null", fields(t, c)["eos_token_id"])
}
