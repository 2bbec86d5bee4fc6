package gaze_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze"
)

func TestLicencesHoldEveryText(t *testing.T) {
	for _, name := range []string{"NOTICE", "LICENSE", "THIRD_PARTY.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		require.NotEmpty(t, text)
		require.Contains(t, gaze.Licences(), string(text), name)
	}
}
