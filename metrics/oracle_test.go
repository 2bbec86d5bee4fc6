package metrics_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/metrics"
)

// golden is what the reference libraries make of random cases.
type golden struct {
	Entities []struct {
		Scheme     string
		True, Pred [][]string
		Scores     map[string][3]float64
	}
	Classes []struct {
		N          int
		True, Pred []int
		Scores     map[string][3]float64
		Confusion  [][]int
	}
	Labels []struct {
		N              int
		True, Pred     [][]bool
		Scores         map[string][3]float64
		Exact, Hamming float64
	}
	English, Chinese []struct {
		Pred, True string
		Exact, F1  float64
	}
	Quantiles struct{ Of, At, Are []float64 }
}

func load(t *testing.T) (g golden) {
	t.Helper()
	text, err := os.ReadFile("testdata/scores.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &g))
	return g
}

type averaging interface {
	Micro() metrics.Counts
	Macro() metrics.Scores
	Weighted() metrics.Scores
}

func requireAverages(t *testing.T, want map[string][3]float64, got averaging) {
	t.Helper()
	micro := got.Micro()
	zero := func(x float64) float64 { // the libraries' zero_division
		if x != x {
			return 0
		}
		return x
	}
	for name, s := range map[string]metrics.Scores{
		"micro": {Precision: zero(micro.Precision()), Recall: zero(micro.Recall()), F1: zero(micro.F1())},
		"macro": got.Macro(), "weighted": got.Weighted(),
	} {
		require.InDelta(t, want[name][0], zero(s.Precision), 1e-12, name)
		require.InDelta(t, want[name][1], zero(s.Recall), 1e-12, name)
		require.InDelta(t, want[name][2], zero(s.F1), 1e-12, name)
	}
}

func TestEntitiesLikeSeqeval(t *testing.T) {
	g := load(t)
	require.Len(t, g.Entities, 48)
	for _, c := range g.Entities {
		var e metrics.Entities
		for e.Scheme.String() != c.Scheme {
			e.Scheme++
		}
		for i := range c.True {
			require.NoError(t, e.Add(c.Pred[i], c.True[i]))
		}
		requireAverages(t, c.Scores, &e)
	}
}

func TestClassesLikeScikitLearn(t *testing.T) {
	for _, c := range load(t).Classes {
		k := metrics.NewClasses(c.N)
		require.NoError(t, k.Add(c.Pred[:7], c.True[:7]))
		require.NoError(t, k.Add(c.Pred[7:], c.True[7:]))
		requireAverages(t, c.Scores, k)
		require.Equal(t, c.N, k.Len())
		require.Equal(t, c.Scores["micro"][2], k.Accuracy())
		for i, row := range c.Confusion {
			for j, n := range row {
				require.Equal(t, n, k.Confusion(i, j))
			}
		}
	}
}

func TestLabelsLikeScikitLearn(t *testing.T) {
	for _, c := range load(t).Labels {
		l := metrics.NewLabels(c.N)
		for i := range c.True {
			require.NoError(t, l.Add(c.Pred[i], c.True[i]))
		}
		if c.Scores != nil {
			requireAverages(t, c.Scores, l)
		}
		require.InDelta(t, c.Exact, l.ExactMatch(), 1e-12)
		require.InDelta(t, c.Hamming, l.HammingLoss(), 1e-12)
	}
}

func TestAnswersLikeSQuAD(t *testing.T) {
	for _, c := range load(t).English {
		exact, f1 := metrics.English.Compare(c.Pred, c.True)
		require.Equal(t, c.Exact, exact, "%q %q", c.Pred, c.True)
		require.InDelta(t, c.F1, f1, 1e-6, "%q %q", c.Pred, c.True) // theirs is float32
	}
}

func TestAnswersLikeCMRC(t *testing.T) {
	for _, c := range load(t).Chinese {
		exact, f1 := metrics.Chinese.Compare(c.Pred, c.True)
		require.Equal(t, c.Exact, exact, "%q %q", c.Pred, c.True)
		require.InDelta(t, c.F1, f1, 1e-12, "%q %q", c.Pred, c.True)
	}
}

// The report is that of the Perl script, to the character.
func TestConlleval(t *testing.T) {
	for _, name := range []string{"conlleval_input.txt", "conlleval_ground_truth.txt"} {
		text, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		want, err := os.ReadFile("testdata/" + strings.Replace(strings.Replace(name, "_input", "", 1), ".txt", "_expected.txt", 1))
		require.NoError(t, err)
		var e metrics.Entities
		for sentence := range strings.SplitSeq(string(text), "\n\n") {
			var predicted, wanted []string
			for line := range strings.SplitSeq(strings.TrimSpace(sentence), "\n") {
				if fields := strings.Fields(line); len(fields) == 4 {
					wanted, predicted = append(wanted, fields[2]), append(predicted, fields[3])
				}
			}
			require.NoError(t, e.Add(predicted, wanted))
		}
		require.Equal(t, string(want), e.Report())
	}
}

// seqeval's own cases.
func TestSeqevalCases(t *testing.T) {
	text, err := os.ReadFile("testdata/seqeval.json")
	require.NoError(t, err)
	var file struct {
		Cases []struct {
			True, Pred [][]string
			Mode       string
			F1         float64
			MacroF1    *float64 `json:"macro_f1"`
		}
	}
	require.NoError(t, json.Unmarshal(text, &file))
	require.Len(t, file.Cases, 3)
	for _, c := range file.Cases {
		var e metrics.Entities
		if c.Mode == "strict IOB2" {
			e.Scheme = metrics.IOB2
		}
		for i := range c.True {
			require.NoError(t, e.Add(c.Pred[i], c.True[i]))
		}
		require.Equal(t, c.F1, e.Micro().F1())
		if c.MacroF1 != nil {
			require.Equal(t, *c.MacroF1, e.Macro().F1)
		}
	}
}
