package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/metrics"
)

func TestMean(t *testing.T) {
	var m metrics.Mean
	require.True(t, math.IsNaN(m.Value()), "of nothing")
	m.Add(2, 3)
	m.Add(4, 1)
	require.Equal(t, 2.5, m.Value())
	m.Add(math.NaN(), 0)
	require.Equal(t, 2.5, m.Value(), "a weight of 0 adds nothing")
}

func TestMeanOfUnequalBatches(t *testing.T) {
	values := []float64{1, 2, 3, 4, 5, 6, 7}
	for _, size := range []int{1, 2, 3, 7} {
		var m metrics.Mean
		for i := 0; i < len(values); i += size {
			batch := values[i:min(i+size, len(values))]
			sum := 0.0
			for _, v := range batch {
				sum += v
			}
			m.Add(sum/float64(len(batch)), float64(len(batch)))
		}
		require.InDelta(t, 4, m.Value(), 1e-15, "batches of %d", size)
	}
}

func TestMeanLosesNoSmallTerms(t *testing.T) {
	var m metrics.Mean
	for _, v := range []float64{1, 1e100, 1, -1e100} { // Neumaier's own example: the sum is 2
		m.Add(v, 1)
	}
	require.Equal(t, 0.5, m.Value())

	var many metrics.Mean
	for range 1_000_000 {
		many.Add(0.1, 1)
	}
	require.Equal(t, 0.1, many.Value())
}

func TestMeanHidesNothing(t *testing.T) {
	for name, c := range map[string]struct{ value, weight, want float64 }{
		"NaN":             {math.NaN(), 1, math.NaN()},
		"infinite":        {math.Inf(1), 1, math.Inf(1)},
		"below":           {math.Inf(-1), 1, math.Inf(-1)},
		"negative weight": {1, -1, math.NaN()},
		"NaN weight":      {1, math.NaN(), math.NaN()},
	} {
		t.Run(name, func(t *testing.T) {
			var m metrics.Mean
			m.Add(1, 1)
			m.Add(c.value, c.weight)
			m.Add(1, 1)
			if math.IsNaN(c.want) {
				require.True(t, math.IsNaN(m.Value()), "%v", m.Value())
				return
			}
			require.Equal(t, c.want, m.Value())
		})
	}
}

func TestMovingMean(t *testing.T) {
	m := metrics.MovingMean{Decay: 0.9}
	require.True(t, math.IsNaN(m.Value()), "of nothing")
	m.Add(4)
	require.InDelta(t, 4, m.Value(), 1e-15, "the first value is itself")
	m.Add(2)
	require.InDelta(t, (0.9*4+2)/1.9, m.Value(), 1e-15)
	m.Add(1)
	require.InDelta(t, (0.81*4+0.9*2+1)/(0.81+0.9+1), m.Value(), 1e-15)
}

func TestMovingMeanAtItsEdges(t *testing.T) {
	last := metrics.MovingMean{}
	last.Add(1)
	last.Add(7)
	require.Equal(t, 7.0, last.Value(), "a decay of 0 is the last value")
	for _, decay := range []float64{-0.1, 1, 2, math.NaN()} {
		m := metrics.MovingMean{Decay: decay}
		m.Add(1)
		require.True(t, math.IsNaN(m.Value()), "decay %v", decay)
	}
	lost := metrics.MovingMean{Decay: 0.5}
	lost.Add(math.NaN())
	lost.Add(1)
	require.True(t, math.IsNaN(lost.Value()))
}

// What a run's state holds is enough to go on with the same bits.
func TestMeansGoOn(t *testing.T) {
	var whole, part metrics.Mean
	moving, rest := metrics.MovingMean{Decay: 0.98}, metrics.MovingMean{Decay: 0.98}
	for i := range 100 {
		if i == 50 {
			part = metrics.Mean{Sum: part.Sum, Carry: part.Carry, Weight: part.Weight}
			rest = metrics.MovingMean{Decay: rest.Decay, Sum: rest.Sum, Weight: rest.Weight}
		}
		v := math.Sin(float64(i))
		whole.Add(v, 0.1)
		part.Add(v, 0.1)
		moving.Add(v)
		rest.Add(v)
	}
	require.Equal(t, whole, part)
	require.Equal(t, moving, rest)
}
