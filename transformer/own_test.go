package transformer_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
	"github.com/gaze-ml/gaze/losses"
	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// A causal Transformer of one's own over a vocabulary of 8, and its loss.
func own(s *graph.Scope, in graph.Inputs) graph.Outputs {
	x := layers.NewEmbedding(s.In("tokens"), 8, 32).Forward(in.Get("ids")) // [batch, seq, hidden]
	x = attention.NewLearned(s.In("positions"), 64, 32).Forward(x, nil)
	for i := range 2 {
		a := attention.NewMultiHead(s.In("layer", i, "attention"), 32, 4)
		a.Causal = true
		h := layers.NewLayerNorm(s.In("layer", i, "norm1"), 32, 1e-5).Forward(x)
		x = x.Add(a.Forward(h, h, nil))
		h = layers.NewLayerNorm(s.In("layer", i, "norm2"), 32, 1e-5).Forward(x)
		x = x.Add(layers.NewFeedForward(s.In("layer", i, "mlp"), 32, 128, layers.GELU).Forward(h))
	}
	loss := losses.CrossEntropy{}.Forward(layers.NewLinear(s.In("head"), 32, 8).Forward(x), in.Get("labels"))
	s.Graph().Minimize(loss, nil)
	return graph.Outputs{"loss": loss}
}

// It learns to say what was said two tokens before.
func Example() {
	out, o := graph.Values{}, optimizers.NewAdamW(5e-3)
	f, err := graph.NewFunction(weights.New(1), graph.Options{Training: true}, own)
	for step := 0; step < 300 && err == nil; step++ {
		if out, err = f.Run(echoes(step)); err == nil {
			err = o.Update(f.Store(), f.Gradients())
		}
	}
	fmt.Println("learned:", err == nil && out["loss"].Float32s()[0] < 0.05, err)
	// Output: learned: true <nil>
}

// echoes is a batch of random texts; the label of each token is the one that
// stands two before it, and the first two tokens have none.
func echoes(seed int) graph.Values {
	const batch, seq = 16, 12
	r := rand.New(rand.NewPCG(uint64(seed), 3))
	ids, labels := make([]int, batch*seq), make([]int, batch*seq)
	for i := range ids {
		ids[i], labels[i] = r.IntN(8), -100
		if i%seq >= 2 {
			labels[i] = ids[i-2]
		}
	}
	shape := tensor.WithShape(batch, seq)
	return graph.Values{
		"ids":    tensor.New(shape, tensor.WithBacking(ids)),
		"labels": tensor.New(shape, tensor.WithBacking(labels)),
	}
}

// The model, its loss and its training fit into 25 lines, comments aside.
func TestOwnTransformerIsShort(t *testing.T) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "own_test.go", nil, parser.ParseComments)
	require.NoError(t, err)
	line := func(p token.Pos) int { return files.Position(p).Line }
	lines := 0
	for _, d := range f.Decls {
		fn, is := d.(*ast.FuncDecl)
		if !is || fn.Name.Name != "own" && fn.Name.Name != "Example" {
			continue
		}
		lines += line(fn.End()) - line(fn.Pos()) + 1
		for _, c := range f.Comments {
			if c.Pos() > fn.Pos() && c.End() < fn.End() && files.Position(c.Pos()).Column == 2 { // on lines of their own
				lines -= line(c.End()) - line(c.Pos()) + 1
			}
		}
	}
	require.Greater(t, lines, 10)
	require.LessOrEqual(t, lines, 25)
}
