package ops_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// torchCase is a function of PyTorch at one point: the gradients are of
// Σ cotangents·outputs.
type torchCase struct {
	Name       string
	Op         string
	Attrs      map[string]json.RawMessage
	Inputs     map[string]jsonTensor
	Outputs    []jsonTensor
	Cotangents []*jsonTensor
	Grads      map[string]jsonTensor
}

// TestTorch compares results and gradients with PyTorch's, float32. A case is run
// or named in testdata/torch_left_out.txt.
func TestTorch(t *testing.T) {
	out := readLeftOut(t, "testdata/torch_left_out.txt")
	tally := tally{reasons: map[string]int{}}
	for _, c := range readLines[torchCase](t, "testdata/torch_grad_vectors.jsonl.gz") {
		reason, named := out.reason(c.Name)
		tally.count(reason)
		if named {
			continue
		}
		if err := runTorch(c); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	out.requireAllUsed(t)
	t.Log(tally)
}

// torchGraph is a case being drawn.
type torchGraph struct {
	*torchCase
	g     *gorgonia.ExprGraph
	nodes map[string]*gorgonia.Node
}

func runTorch(c torchCase) error {
	build, ok := torchOperators[c.Op]
	if !ok {
		return fmt.Errorf("no operator %s", c.Op)
	}
	g := &torchGraph{&c, nil, map[string]*gorgonia.Node{}}
	var owners []string
	nodes, err := drawing(0, func(drawn *onnxGraph) gorgonia.Nodes {
		g.g = drawn.g
		outputs := build(g)
		if len(outputs) != len(c.Outputs) {
			failDrawing("%d outputs, want %d", len(outputs), len(c.Outputs))
		}
		var grads gorgonia.Nodes
		grads, owners = g.backprop(outputs)
		return append(outputs, grads...)
	})
	if err != nil {
		return err
	}
	values, err := bothWays(nodes...)
	if err != nil {
		return err
	}
	for i, want := range c.Outputs {
		if err := g.compare(fmt.Sprintf("output %d", i), values[i], want, 0); err != nil {
			return err
		}
	}
	return g.compareGrads(values[len(c.Outputs):], owners)
}

// backprop draws the gradients of each output by itself; owners names the input
// each is of.
func (g *torchGraph) backprop(outputs gorgonia.Nodes) (grads gorgonia.Nodes, owners []string) {
	var wrt gorgonia.Nodes
	var names []string
	for name := range g.Grads {
		wrt, names = append(wrt, g.x(name)), append(names, name)
	}
	for i, y := range outputs {
		dy := gradcheck.Input(g.g, fmt.Sprintf("cotangent %d", i), valuesOf(*g.Cotangents[i]).Dense())
		parts, err := ops.Backprop(y, dy, wrt...)
		if err != nil {
			panic(drawFailure{err})
		}
		for k, d := range parts {
			if d != nil {
				grads, owners = append(grads, d), append(owners, names[k])
			}
		}
	}
	return grads, owners
}

// compareGrads adds what each output gave. A key bias's true gradient is zero, so
// that the bound also grows with the norm of all gradients.
func (g *torchGraph) compareGrads(values []ops.Array, owners []string) error {
	sums := map[string]ops.Array{}
	for k, v := range values {
		sum, ok := sums[owners[k]]
		if !ok {
			sum = ops.NewArray(v.Type)
			sums[owners[k]] = sum
		}
		for i, x := range v.F32 {
			sum.F32[i] += x
		}
	}
	norm := 0.0
	for _, want := range g.Grads {
		for _, x := range valuesOf(want).F32 {
			norm = math.Hypot(norm, float64(x))
		}
	}
	for name, want := range g.Grads {
		if err := g.compare("gradient of "+name, sums[name], want, norm); err != nil {
			return err
		}
	}
	return nil
}

// compare holds max|Δ| ≤ 1e-5·max(max|want|, 1e-3·norm).
func (g *torchGraph) compare(what string, got ops.Array, want jsonTensor, norm float64) error {
	w := valuesOf(want)
	size := 1e-3 * norm
	for i := range w.Size() {
		size = math.Max(size, math.Abs(numberAt(w, i)))
	}
	if d := differ(got, w, tolerances{abs: 1e-5 * size}); d != "" {
		return fmt.Errorf("%s %s", what, d)
	}
	return nil
}

func valuesOf(t jsonTensor) ops.Array {
	a, err := t.array()
	if err != nil {
		panic(drawFailure{err})
	}
	return a
}

// x is an input by name.
func (g *torchGraph) x(name string) *gorgonia.Node {
	if g.nodes[name] == nil {
		g.nodes[name] = gradcheck.Input(g.g, name, valuesOf(g.Inputs[name]).Dense())
	}
	return g.nodes[name]
}

// attr decodes an attribute, if there is one, into to.
func (g *torchGraph) attr(name string, to any) bool {
	raw, ok := g.Attrs[name]
	if ok && json.Unmarshal(raw, to) != nil {
		failDrawing("attribute %s: %s", name, raw)
	}
	return ok
}

func (g *torchGraph) attrInt(name string) (n int) { g.attr(name, &n); return n }

func (g *torchGraph) attrBool(name string) (b bool) { g.attr(name, &b); return b }

func (g *torchGraph) eps() (x float64) { g.attr("eps", &x); return x }

// TestTorchCatchesAWrongGradient: the comparison is not blind.
func TestTorchCatchesAWrongGradient(t *testing.T) {
	cases := readLines[torchCase](t, "testdata/torch_grad_vectors.jsonl.gz")
	c := cases[0]
	require.NoError(t, runTorch(c))
	c.Op = "silu"
	require.ErrorContains(t, runTorch(c), "output 0 element")
}
