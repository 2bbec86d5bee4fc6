package attention_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/viz"
	"github.com/gaze-ml/gaze/weights"
)

// pictured is what docs/attention.md shows: of 12 positions, masks, and weights of
// random queries and keys.
var pictured = map[string]func(s *graph.Scope) *graph.Node{
	"causal":     masked(func(s *graph.Scope, p attention.Places) *graph.Node { return p.Causal() }),
	"prefix":     masked(func(s *graph.Scope, p attention.Places) *graph.Node { return attention.Prefix(p, s.Whole(5)) }),
	"window":     masked(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.Window(p, 3) }),
	"blocklocal": masked(func(_ *graph.Scope, p attention.Places) *graph.Node { return attention.BlockLocal(p, 3, 1) }),
	"strided": masked(func(_ *graph.Scope, p attention.Places) *graph.Node {
		return attention.And(p.Causal(), attention.Strided(p, 4))
	}),
	"packed": masked(func(s *graph.Scope, p attention.Places) *graph.Node {
		documents := s.Range(shown).Greater(s.Whole(4)).Cast(s.Range(1).Dtype()).Unsqueeze(0)
		return attention.And(p.Causal(), attention.Packed(documents).Squeeze(0, 1))
	}),
	"padding": masked(func(s *graph.Scope, p attention.Places) *graph.Node {
		return p.Key.Less(s.Whole(9)).Unsqueeze(0).Expand(shown, shown)
	}),
	"alibi": func(s *graph.Scope) *graph.Node {
		p := attention.Within(s, shown)
		return unseen(attention.ALiBi(p, 4).Slice(0, 0, 1), p.Causal().Unsqueeze(0)).Softmax(-1).Squeeze(0)
	},
	"relativebias": func(s *graph.Scope) *graph.Node {
		p := attention.Within(s, shown)
		return attention.NewRelativeBias(s, 1, 8, true).Forward(p).Softmax(-1).Squeeze(0, 1)
	},
	"shaw": func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		return attention.NewShaw(s.In("shaw"), 3, 4, 4).Weights(q, k, nil, attention.Within(s, shown)).Squeeze(0, 1)
	},
	"dot":         byScore(func(*graph.Scope) attention.Score { return attention.Dot{} }),
	"scaleddot":   byScore(func(*graph.Scope) attention.Score { return attention.ScaledDot{} }),
	"general":     byScore(func(s *graph.Scope) attention.Score { return attention.NewGeneral(s, 4, 4) }),
	"additive":    byScore(func(s *graph.Scope) attention.Score { return attention.NewAdditive(s.In("additive"), 4, 4, 32) }),
	"concat":      byScore(func(s *graph.Scope) attention.Score { return attention.NewConcat(s.In("concat"), 4, 4, 32) }),
	"location":    byScore(func(s *graph.Scope) attention.Score { return attention.NewLocation(s.In("location"), 4, shown) }),
	"cosine":      byScore(func(s *graph.Scope) attention.Score { return attention.NewCosine(s, 1) }),
	"qknorm":      byScore(func(s *graph.Scope) attention.Score { return attention.NewQKNorm(s.In("norm"), 4) }),
	"softcap":     byScore(func(*graph.Scope) attention.Score { return attention.SoftCap{Score: attention.Dot{}, Cap: 2} }),
	"temperature": byScore(func(*graph.Scope) attention.Score { return attention.Temperature{Score: attention.Dot{}, By: 3} }),
	"talkingheads": func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		f := attention.NewTalkingHeads(s, 2)
		both := func(x *graph.Node) *graph.Node { return graph.Concat(1, x, x.Scale(-1)) } // two heads
		w := f.Weights(both(q), both(k), nil)
		return w.Slice(1, 0, 1).Squeeze(0, 1).Abs()
	},
	"softmax":   byNormaliser(attention.Softmax{}),
	"sparsemax": byNormaliser(attention.Sparsemax{}),
	"entmax":    byNormaliser(attention.Entmax15{}),
	"sigmoid":   byNormaliser(attention.Sigmoid{}),
	"topk":      byNormaliser(attention.TopK{K: 3}),
	"linear": func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		w := attention.ELU1{}.Forward(q).MatMulT(attention.ELU1{}.Forward(k)) // what its sums weigh
		return w.Div(w.SumKeep(-1)).Squeeze(0, 1)
	},
	"performer": func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		f := attention.NewPerformer(s, 64, 4, 1)
		w := f.Forward(q).MatMulT(f.Forward(k))
		return w.Div(w.SumKeep(-1)).Squeeze(0, 1)
	},
}

const shown = 12

// looking are queries and keys [1, 1, 12, 4].
func looking(s *graph.Scope) (q, k *graph.Node) {
	return s.Param("q", weights.Normal(1), 1, 1, shown, 4), s.Param("k", weights.Normal(1), 1, 1, shown, 4)
}

func unseen(x, mask *graph.Node) *graph.Node {
	return mask.Where(x, x.Graph().Scope().Number(math.Inf(-1)))
}

func masked(mask func(s *graph.Scope, p attention.Places) *graph.Node) func(s *graph.Scope) *graph.Node {
	return func(s *graph.Scope) *graph.Node {
		return mask(s, attention.Within(s, shown)).Where(s.Number(1), s.Number(0))
	}
}

func byScore(score func(s *graph.Scope) attention.Score) func(s *graph.Scope) *graph.Node {
	return func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		return attention.Formula{Score: score(s)}.Weights(q, k, nil).Squeeze(0, 1)
	}
}

func byNormaliser(n attention.Normaliser) func(s *graph.Scope) *graph.Node {
	return func(s *graph.Scope) *graph.Node {
		q, k := looking(s)
		return attention.Formula{Normaliser: n}.Weights(q, k, nil).Squeeze(0, 1)
	}
}

// picture draws weights in steps of 1/64, which rounding at one level or another does
// not change.
func picture(t *testing.T, draw func(s *graph.Scope) *graph.Node) string {
	d := value(t, draw)
	rows, names := make([][]float32, shown), make([]string, shown)
	for i := range rows {
		names[i] = " "
		for _, w := range d.Float32s()[i*shown:][:shown] {
			rows[i] = append(rows[i], float32(math.Round(float64(w)*64)/64))
		}
	}
	h, err := viz.NewHead(rows, names, names)
	require.NoError(t, err)
	h.Title = " "
	return h.Small()
}

// The pictures of docs/attention.md are what the code draws; with GAZE_DRAW set they
// are drawn anew. Each is shown, and each file of a form is named.
func TestPicturesOfTheDocument(t *testing.T) {
	folder := filepath.Join("..", "docs", "attention")
	page, err := os.ReadFile(folder + ".md")
	require.NoError(t, err)
	for name, draw := range pictured {
		file := filepath.Join(folder, name+".svg")
		svg := picture(t, draw)
		if os.Getenv("GAZE_DRAW") != "" {
			require.NoError(t, os.WriteFile(file, []byte(svg), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err, "draw it with GAZE_DRAW=1")
		require.True(t, string(want) == svg, "%s is not what the code draws: draw it with GAZE_DRAW=1", file)
		require.Contains(t, string(page), "attention/"+name+".svg")
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") && file != "doc.go" {
			require.Contains(t, string(page), "attention/"+file, "name it in docs/attention.md")
		}
	}
}
