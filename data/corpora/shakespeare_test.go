package corpora_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data/corpora"
)

// The bytes are those that SOURCE names.
func TestTinyShakespeare(t *testing.T) {
	sum := sha256.Sum256([]byte(corpora.TinyShakespeare()))
	require.Equal(t, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed", hex.EncodeToString(sum[:]))
}
