package bert_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bert"
)

// Whatever a config.json says, reading it does not panic; and one that is right is
// right when it is written and read again.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{
		`{"model_type":"bert"}`, `{"model_type":"roberta","pad_token_id":null}`, `[]`, `{"model_type":"bert","id2label":{"0":"a"}}`,
		`{"model_type":"distilbert","dim":8,"n_heads":2,"architectures":["DistilBertForQuestionAnswering"],"num_labels":2}`,
		`{"model_type":"bert","architectures":["BertForTokenClassification"],"num_labels":-1}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var c bert.Config
		if c.UnmarshalJSON(text) != nil || c.Check() != nil {
			return
		}
		require.NotEmpty(t, c.Labels())
		written, err := json.Marshal(&c)
		require.NoError(t, err)
		var again bert.Config
		require.NoError(t, again.UnmarshalJSON(written))
		require.NoError(t, again.Check())
		twice, err := json.Marshal(&again)
		require.NoError(t, err)
		require.JSONEq(t, string(written), string(twice))
	})
}
