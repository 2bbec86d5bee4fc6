package ops_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/ops"
)

func ExampleLevel() {
	fmt.Println(ops.Level() != "")
	// Output: true
}

func TestWorkers(t *testing.T) {
	t.Setenv("GAZE_THREADS", "3")
	n, err := ops.Workers()
	require.NoError(t, err)
	require.Equal(t, 3, n)

	t.Setenv("GAZE_THREADS", "many")
	n, err = ops.Workers()
	require.EqualError(t, err, `GAZE_THREADS="many": want a whole number from 1 to 1024`)
	require.Positive(t, n)
}

func TestCheckEnvironment(t *testing.T) {
	t.Setenv("GAZE_THREADS", "")
	t.Setenv("GAZE_LEVEL", "plain")
	require.NoError(t, ops.CheckEnvironment())

	t.Setenv("GAZE_LEVEL", "bogus")
	require.EqualError(t, ops.CheckEnvironment(), `GAZE_LEVEL="bogus": want avx512, avx2, neon or plain`)

	t.Setenv("GAZE_THREADS", "many")
	require.EqualError(t, ops.CheckEnvironment(),
		"GAZE_THREADS=\"many\": want a whole number from 1 to 1024\nGAZE_LEVEL=\"bogus\": want avx512, avx2, neon or plain")
}
