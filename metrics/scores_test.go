package metrics_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/metrics"
)

func TestEntitiesRefuse(t *testing.T) {
	var e metrics.Entities
	require.EqualError(t, e.Add([]string{"O"}, nil), "entities: 1 predicted tags for 0 wanted ones")
	require.EqualError(t, e.Add([]string{"O", "X-PER"}, []string{"O", "O"}),
		`predicted entities: tag 1 is "X-PER", want O or one of BIES with a type, as in B-PER`)
	require.EqualError(t, e.Add([]string{"O"}, []string{""}),
		`wanted entities: tag 0 is "", want O or one of BIES with a type, as in B-PER`)
	require.EqualError(t, e.Add([]string{"O-PER"}, []string{"O"}),
		`predicted entities: tag 0 is "O-PER", want O or one of BIES with a type, as in B-PER`)
	e.Scheme = metrics.IOB2
	require.EqualError(t, e.Add([]string{"S-PER"}, []string{"O"}),
		`predicted entities: tag 0 is "S-PER", want O or one of BI with a type, as in B-PER`)
	require.Zero(t, e.Tags.Total)
	require.Empty(t, e.Types())
	_, err := metrics.Scheme(7).Entities(nil)
	require.EqualError(t, err, "entities: Scheme(7) is no scheme")
}

// Other letters of the same scheme, a type with a hyphen, and tags without one.
func TestEntityTags(t *testing.T) {
	for _, c := range []struct {
		scheme metrics.Scheme
		tags   []string
		want   []metrics.Entity
	}{
		{metrics.Lenient, []string{"B-A-B", "M-A-B", "E-A-B", "S-人"}, []metrics.Entity{{"A-B", 0, 3}, {"人", 3, 4}}},
		{metrics.IOBES, []string{"U-X", "B-X", "L-X", "B-X", "I-X"}, []metrics.Entity{{"X", 0, 1}, {"X", 1, 3}}},
		{metrics.Lenient, []string{"B", "I", "O"}, []metrics.Entity{{"", 0, 2}}},
		{metrics.IOB2, nil, nil},
	} {
		found, err := c.scheme.Entities(c.tags)
		require.NoError(t, err)
		require.Equal(t, c.want, found, c.tags)
	}
}

func TestScoresOfNothing(t *testing.T) {
	var e metrics.Entities
	require.True(t, math.IsNaN(e.Micro().F1()))
	require.True(t, math.IsNaN(e.Macro().F1))
	require.Equal(t, metrics.Counts{}, e.Of("PER"))
	require.True(t, math.IsNaN(metrics.NewClasses(2).Accuracy()))
	require.True(t, math.IsNaN(metrics.NewLabels(2).ExactMatch()))
	require.True(t, math.IsNaN(metrics.NewLabels(2).HammingLoss()))
	var a metrics.Answers
	require.True(t, math.IsNaN(a.Exact()))
	require.True(t, math.IsNaN(a.F1()))
}

func TestClassesRefuse(t *testing.T) {
	c := metrics.NewClasses(2)
	require.EqualError(t, c.Add([]int{0}, nil), "classes: 1 predicted ids for 0 wanted ones")
	require.EqualError(t, c.Add([]int{0, 2}, []int{0, 0}), "classes: id 2 at 1, want 0 to 1")
	require.EqualError(t, c.Add([]int{0}, []int{-100}), "classes: id -100 at 0, want 0 to 1")
	require.Zero(t, c.Of(0))
	l := metrics.NewLabels(2)
	require.EqualError(t, l.Add(make([]bool, 2), make([]bool, 3)), "labels: 2 predicted and 3 wanted, want 2 of each")
	require.Zero(t, l.Examples)
}

// The most similar of several answers counts; no answer is one, too.
func TestSeveralAnswers(t *testing.T) {
	var a metrics.Answers
	require.NoError(t, a.Add("the dog", "a cat", "dog", "big dog"))
	require.NoError(t, a.Add("a dog ran", "dog", "it was a big dog that ran"))
	require.NoError(t, a.Add(""))
	require.NoError(t, a.Add("yes"))
	require.Equal(t, 4, a.Total)
	require.Equal(t, 2.0/4, a.Exact())
	require.InDelta(t, (1+2.0/3+1+0)/4, a.F1(), 1e-15)
	a.Rules = 9
	require.EqualError(t, a.Add("x"), "answers: rules 9 are none")
}

func TestChineseWords(t *testing.T) {
	for _, c := range []struct {
		predicted, wanted string
		f1                float64
	}{
		{"约3.5公里", "3.5公里", 6.0 / 7},        // 约 3.5 公 里 and 3.5 公 里
		{"(北京)", "北京", 4.0 / 6},             // each bracket is a word
		{"北京上海", "上海北京", 2.0 * 2 / 8},       // order counts
		{"iPhone 手机", "IPHONE手机", 1},        // capitals and spaces do not
		{"。，", "北京", 0},                     // nothing is left
		{"人人人", "人人", 4.0 / 5},              // a run within itself
		{"京北京北京", "北京北", 2.0 * 3 / (5 + 3)}, // not the first one
	} {
		_, f1 := metrics.Chinese.Compare(c.predicted, c.wanted)
		require.InDelta(t, c.f1, f1, 1e-15, c.predicted)
	}
}

func TestBootstrapQuantiles(t *testing.T) {
	q := load(t).Quantiles
	for i, at := range q.At {
		if at == 0.5 {
			continue
		}
		// The draws' scores are the numbers themselves, one after the other.
		next := -1
		b := metrics.Bootstrap{Draws: len(q.Of), Level: math.Abs(1 - 2*at), Seed: 1}
		found, err := b.Interval(1, func([]int) float64 {
			next++
			return q.Of[max(next-1, 0)]
		})
		require.NoError(t, err)
		require.Equal(t, q.Of[0], found.Score)
		bound := found.Low
		if at > 0.5 {
			bound = found.High
		}
		require.InDelta(t, q.Are[i], bound, 1e-12)
	}
}

func TestBootstrapDifference(t *testing.T) {
	ours, theirs := make([]float64, 400), make([]float64, 400)
	for i := range ours {
		ours[i] = float64(i % 2)
		theirs[i] = ours[i]
		if i%10 == 0 { // of 40 that they got right or wrong, ours is always right
			ours[i], theirs[i] = 1, 0
		}
	}
	b := metrics.Bootstrap{Draws: 2000, Level: 0.95, Seed: 3}
	found, err := b.Difference(ours, theirs)
	require.NoError(t, err)
	require.InDelta(t, 0.1, found.Score, 1e-12)
	// Each draw is binomial: 0.1 ± 1.96·√(0.1·0.9/400).
	require.InDelta(t, 0.1-0.0294, found.Low, 0.004)
	require.InDelta(t, 0.1+0.0294, found.High, 0.004)
	again, err := b.Difference(ours, theirs)
	require.NoError(t, err)
	require.Equal(t, found, again)
	b.Seed++
	other, err := b.Difference(ours, theirs)
	require.NoError(t, err)
	require.Equal(t, found.Score, other.Score)

	same, err := b.Difference(ours, ours)
	require.NoError(t, err)
	require.Equal(t, metrics.Interval{}, same)

	_, err = b.Difference(ours, theirs[1:])
	require.EqualError(t, err, "bootstrap: 400 scores of ours, 399 of theirs")
	_, err = b.Difference(nil, nil)
	require.EqualError(t, err, "bootstrap: 2000 draws of 0 examples at level 0.95, want at least 1 of 1 and a level between 0 and 1")
	b.Level = 1
	_, err = b.Difference(ours, theirs)
	require.ErrorContains(t, err, "at level 1,")
}
