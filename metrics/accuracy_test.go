package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/metrics"
)

func TestAccuracy(t *testing.T) {
	var a metrics.Accuracy
	require.True(t, math.IsNaN(a.Value()), "of nothing")
	require.NoError(t, a.Add([]int{1, 2, 3}, []int{1, 2, 4}))
	require.InDelta(t, 2.0/3, a.Value(), 1e-15)
	require.NoError(t, a.Add(nil, nil))
	require.NoError(t, a.Add([]int{5}, []int{6}))
	require.Equal(t, metrics.Accuracy{Right: 2, Total: 4}, a)
	require.Equal(t, 0.5, a.Value())
}

func TestAccuracyIgnores(t *testing.T) {
	a := metrics.Accuracy{Ignore: []int{-100, 0}}
	require.NoError(t, a.Add([]int{0, 7, 8, 9}, []int{0, -100, 8, 0}))
	require.Equal(t, 1, a.Total)
	require.Equal(t, 1.0, a.Value())

	all := metrics.Accuracy{Ignore: []int{-100}}
	require.NoError(t, all.Add([]int{1}, []int{-100}))
	require.True(t, math.IsNaN(all.Value()), "all was ignored")

	// Id 0 counts unless it is named, and a predicted id is never ignored.
	zero := metrics.Accuracy{Ignore: []int{-100}}
	require.NoError(t, zero.Add([]int{0, -100}, []int{0, 1}))
	require.Equal(t, 0.5, zero.Value())
}

func TestAccuracyOfUnequalLengths(t *testing.T) {
	var a metrics.Accuracy
	require.EqualError(t, a.Add([]int{1, 2}, []int{1}), "accuracy: 2 predicted ids for 1 wanted ones")
	require.Equal(t, metrics.Accuracy{}, a)
}
