package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLevelOfSetting(t *testing.T) {
	for _, setting := range []string{"plain", "avx2", "avx512"} {
		l, err := levelOf(setting, avx512)
		require.NoError(t, err)
		require.Equal(t, setting, l.String())
	}
	l, err := levelOf("", avx2)
	require.NoError(t, err)
	require.Equal(t, avx2, l)

	l, err = levelOf("avx512", avx2)
	require.EqualError(t, err, `GAZE_LEVEL="avx512": this processor or this program has avx2 at most`)
	require.Equal(t, avx2, l)
	l, err = levelOf("neon", avx512)
	require.EqualError(t, err, `GAZE_LEVEL="neon": this processor or this program has avx512 at most`)
	require.Equal(t, avx512, l)
	l, err = levelOf("avx2", neon)
	require.EqualError(t, err, `GAZE_LEVEL="avx2": this processor or this program has neon at most`)
	require.Equal(t, neon, l)
	l, err = levelOf("neon", neon)
	require.NoError(t, err)
	require.Equal(t, neon, l)
	l, err = levelOf("sse", avx512)
	require.EqualError(t, err, `GAZE_LEVEL="sse": want avx512, avx2, neon or plain`)
	require.Equal(t, avx512, l)
}

func TestLevelsTested(t *testing.T) {
	if best() == neon {
		require.Len(t, levels(), 2)
		return
	}
	if best() < avx512 {
		t.Skipf("tests of products ran at levels up to %v, which is what this processor and this build have", best())
	}
	require.Len(t, levels(), 3)
}

func TestLevelsHaveNames(t *testing.T) {
	for _, l := range levels() {
		atLevel(l, func() { require.NotEmpty(t, LevelName()) })
	}
}
