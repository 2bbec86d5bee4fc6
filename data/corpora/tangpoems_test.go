package corpora_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data/corpora"
)

// The bytes are those that SOURCE names.
func TestTangPoems(t *testing.T) {
	text := corpora.TangPoems()
	sum := sha256.Sum256([]byte(text))
	require.Equal(t, "7029e81ca3c55d71b61c6f188b034ff0dbe9ee3b481e67875381735b870e9d46", hex.EncodeToString(sum[:]))
	require.Equal(t, 3002, len(strings.Split(text, "\n\n")))
}
