package ops_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// application is one use of an operation, all its functions' names among them.
type application struct {
	name string
	f    gradcheck.Func
	in   []*tensor.Dense // float64; also run as float32

	forwardOnly bool
}

func use(name string, f gradcheck.Func, in ...*tensor.Dense) application {
	return application{name: name, f: f, in: in}
}

// TestCrossCheck: under the TapeMachine, straight from their plans, with memory
// taken over, and for any number of workers, operations and their gradients give
// the same bits, in float32 and in float64.
func TestCrossCheck(t *testing.T) {
	for _, a := range applications() {
		for _, dtype := range []tensor.Dtype{tensor.Float32, tensor.Float64} {
			t.Run(fmt.Sprintf("%s/%v", a.name, dtype), func(t *testing.T) {
				nodes := drawApplication(t, a, dtype)
				want, err := bothWays(nodes...)
				require.NoError(t, err)
				for _, workers := range []int{1, 2, 3, 8} {
					requireSameBits(t, workers, nodes, want)
				}
			})
		}
	}
}

func requireSameBits(t *testing.T, workers int, nodes gorgonia.Nodes, want []ops.Array) {
	team := kernel.NewTeam(workers)
	defer team.Close()
	got, err := execute(team, true, nodes...)
	require.NoError(t, err)
	for i := range want {
		require.Empty(t, sameBits(got[i], want[i]), "output %d with %d workers", i, workers)
	}
}

// drawApplication draws the result and the gradient of each float operand that it
// depends on.
func drawApplication(t *testing.T, a application, dtype tensor.Dtype) gorgonia.Nodes {
	g := gorgonia.NewGraph()
	var xs, wrt gorgonia.Nodes
	for i, d := range a.in {
		x := gradcheck.Input(g, fmt.Sprintf("x%d", i), as(d, dtype))
		xs = append(xs, x)
		if ops.TypeOf(x).Float() {
			wrt = append(wrt, x)
		}
	}
	y, err := a.f(xs...)
	require.NoError(t, err)
	nodes := gorgonia.Nodes{y}
	if !ops.TypeOf(y).Float() || len(wrt) == 0 || a.forwardOnly || !differentiable(y) {
		return nodes
	}
	dy := gradcheck.Input(g, "dy", as(gradcheck.Random(99, y.Shape()...), y.Dtype()))
	grads, err := ops.Backprop(y, dy, wrt...)
	require.NoError(t, err)
	for _, d := range grads {
		if d != nil {
			nodes = append(nodes, d)
		}
	}
	return nodes
}

// differentiable reports whether an operation has any gradient.
func differentiable(y *gorgonia.Node) bool {
	op, ok := y.Op().(gorgonia.SDOp)
	if !ok {
		return false
	}
	for _, wrt := range op.DiffWRT(len(ops.Children(y))) {
		if wrt {
			return true
		}
	}
	return false
}

// as is d with its floats in another dtype.
func as(d *tensor.Dense, dtype tensor.Dtype) *tensor.Dense {
	if d.Dtype() != tensor.Float64 || dtype == tensor.Float64 {
		return d
	}
	a, err := ops.ArrayOf(d)
	if err != nil {
		panic(err)
	}
	b := ops.NewArray(ops.Type{Dtype: dtype, Shape: a.Shape})
	for i, x := range a.F64 {
		b.F32[i] = float32(x)
	}
	return b.Dense()
}

// TestEveryOperationIsCrossChecked reads which functions of the package return a
// node, and wants each in the table.
func TestEveryOperationIsCrossChecked(t *testing.T) {
	checked := map[string]bool{}
	for _, a := range applications() {
		for _, name := range strings.Fields(a.name) {
			checked[name] = true
		}
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	count := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.IsExported() && returnsNode(f) {
				count++
				require.True(t, checked[f.Name.Name], "%s is not in the table", f.Name.Name)
			}
		}
	}
	require.Greater(t, count, 80)
}

// returnsNode reports whether the first result is a node or a slice of them, and
// the last an error.
func returnsNode(f *ast.FuncDecl) bool {
	if f.Type.Results == nil {
		return false
	}
	results := f.Type.Results.List
	last, ok := results[len(results)-1].Type.(*ast.Ident)
	if !ok || last.Name != "error" {
		return false
	}
	first := results[0].Type
	if list, ok := first.(*ast.ArrayType); ok {
		first = list.Elt
	}
	star, ok := first.(*ast.StarExpr)
	if !ok {
		return false
	}
	name, ok := star.X.(*ast.SelectorExpr)
	return ok && name.Sel.Name == "Node"
}
