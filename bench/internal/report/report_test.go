package report

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/bench/internal/cases"
)

func TestFigures(t *testing.T) {
	require.Equal(t, 3.0, Median([]float64{5, 1, 3}))
	require.Equal(t, 2.0, Median([]float64{3, 1}))
	require.Zero(t, Median(nil))
	require.InDelta(t, 4, GeometricMean([]float64{2, 8}), 1e-12)
	require.Zero(t, GeometricMean(nil))

	two := Result{TimesMS: [][]float64{{4, 2, 3}, {8, 9, 10}}, Operations: []float64{4e6, 8e6}}
	require.InDelta(t, 4, two.Min(), 1e-12)
	require.InDelta(t, math.Sqrt(27), two.Median(), 1e-12)
	require.InDelta(t, math.Sqrt(2*1), two.Rate(), 1e-12) // GFLOP/s: 4e6 in 2 ms are 2, 8e6 in 8 ms are 1
	require.Zero(t, (&Result{TimesMS: [][]float64{{1}}}).Rate())

	one := Result{Case: cases.Case{Size: cases.Size{Batch: 2, Seq: 128}}, TimesMS: [][]float64{{100, 300, 200}}, CPUMS: []float64{250, 240}}
	require.InDelta(t, 256/0.2, one.TokensPerSecond(), 1e-9)
	require.Equal(t, 240.0, one.CPU())
	require.Zero(t, (&Result{}).Min())
	require.Zero(t, (&Result{}).TokensPerSecond())
}

func TestDeviation(t *testing.T) {
	require.InDelta(t, 0.25, Deviation([]float64{1, 5}, []float64{1, 4}), 1e-12)
	require.Zero(t, Deviation([]float64{1, -4}, []float64{1, -4}))
	for _, pair := range [][2][]float64{
		{{1}, {1, 2}}, {nil, nil}, {{math.NaN()}, {1}}, {{1}, {math.NaN()}}, {{1}, {0}},
	} {
		require.True(t, math.IsNaN(Deviation(pair[0], pair[1])), "%v", pair)
	}
}

// sitting has one case of inference and one of training, each with Gaze and
// PyTorch in several precisions, and a product with its ceiling.
func sitting() *Sitting {
	size := cases.Size{Batch: 1, Seq: 100}
	forward := cases.Case{Name: "forward", Kind: cases.BERTForward, Size: size}
	train := cases.Case{Name: "train", Kind: cases.CharGPTTrain, Size: size}
	product := cases.Case{Name: "product", Kind: cases.ProductKind}
	r := func(c cases.Case, peer, precision, mode string, ms, mb float64) Result {
		return Result{Contestant: Contestant{peer, "2.0", precision, mode}, Case: c, Threads: 1,
			TimesMS: [][]float64{{ms, 3 * ms, 2 * ms}}, Check: []float64{1, ms / 1000}, Left: Left{PeakMB: mb}}
	}
	all := []Result{
		r(forward, Gaze, "float32", "", 100, 400),
		r(forward, Gaze, "bf16x3", "", 80, 400),
		r(forward, Gaze, "bf16", "", 50, 300),
		r(forward, "torch", "float32", "eager", 150, 900),
		r(forward, "torch-1.13", "float32", "eager", 140, 800),
		r(forward, "torch", "bf16", "compile-model", 75, 1000),
		r(train, Gaze, "float32", "", 10, 50),
		r(train, Gaze, "bf16", "", 8, 50),
		r(train, "torch", "float32", "compile", 12, 800),
		r(train, "torch", "bf16", "eager-autocast", 16, 700),
		r(product, Ceiling, "float32", "", 1, 10),
		r(product, Gaze, "float32", "", 2, 10),
		r(train, "onnxruntime", "float32", "", 1, 1),
	}
	for i := range all[10:12] {
		all[10+i].Operations, all[10+i].Check = []float64{1e8}, nil
	}
	all[12].TimesMS, all[12].Left = nil, Left{Error: "not installed"}
	return &Sitting{Machine{"a CPU", 2, "AVX-512", "go1.26", "2026-01-02", 3, 1.5, 0}, all}
}

func TestRivals(t *testing.T) {
	s := sitting()
	fastest := func(i int) string { return Fastest(s.Rivals(&s.Results[i])).label() }
	require.Equal(t, "PyTorch 2.0 float32 eager", fastest(0))
	require.Equal(t, 140.0, Fastest(s.Rivals(&s.Results[0])).Min())
	require.Equal(t, 140.0, Fastest(s.Rivals(&s.Results[1])).Min(), "bf16x3 against float32")
	require.Equal(t, "PyTorch 2.0 bf16 compile-model", fastest(2))
	require.Equal(t, "PyTorch 2.0 float32 compile", fastest(6))
	require.Equal(t, "PyTorch 2.0 float32 compile", fastest(7), "training in bf16 against all")
	require.Equal(t, 800.0, Smallest(s.Rivals(&s.Results[0])).Left.PeakMB)
	require.Nil(t, Fastest(nil))
}

func TestTable(t *testing.T) {
	var b strings.Builder
	require.NoError(t, sitting().Write(&b))
	for _, line := range []string{
		"a CPU, 2 cores; Gaze's kernels: AVX-512; go1.26; 2026-01-02. 3 rounds, 1.5 s of each contestant in each.",
		"| forward | float32 | 1 | 100 | 140 | PyTorch 2.0 float32 eager | **1.40** | 0.50 × PyTorch 2.0 float32 eager |",
		"| forward | bf16 | 1 | 50.0 | 75.0 | PyTorch 2.0 bf16 compile-model | **1.50** | 0.30 × PyTorch 2.0 bf16 compile-model |",
		"| train | bf16 | 1 | 8.00 | 12.0 | PyTorch 2.0 float32 compile | **1.50** | 0.07 × PyTorch 2.0 bf16 eager-autocast |",
		"| Gaze float32 | 1 | 100 | 200 | – | 500 | 400 | 0 |",
		"| PyTorch 2.0 float32 eager | 1 | 150 | 300 | – | 333 | 900 | 5e-02 |",
		"| ceiling float32 | 1 | 1.00 | 2.00 | – | 100 | 100 % | 10 | – |",
		"| Gaze float32 | 1 | 2.00 | 4.00 | – | 50.0 | 50 % | 10 | – |",
		"- train, ONNX Runtime 2.0 float32: not installed",
	} {
		require.Contains(t, strings.Split(b.String(), "\n"), line)
	}
	require.NoError(t, (&Sitting{}).Write(&b))
}

// A busy machine is told of, whichever part of a sitting met it.
func TestBusy(t *testing.T) {
	var all Sitting
	all.Join(Sitting{Machine: Machine{CPU: "a", Load: 3.21}, Results: make([]Result, 1)})
	all.Join(Sitting{Machine: Machine{CPU: "b", Load: 0.1}, Results: make([]Result, 2)})
	require.Equal(t, Machine{CPU: "b", Load: 3.21}, all.Machine)
	require.Len(t, all.Results, 3)
	var b strings.Builder
	require.NoError(t, (&Sitting{Machine: all.Machine}).Write(&b))
	require.Contains(t, b.String(), "**The machine was busy** (load 3.2 before we began)")
	b.Reset()
	busy := sitting()
	busy.Machine.Load = 3
	require.NoError(t, busy.Write(&b))
	require.Contains(t, b.String(), "| PyTorch 2.0 float32 eager | 1.40 | 0.50 × PyTorch 2.0 float32 eager |", "not bold: it is by chance")
	b.Reset()
	require.NoError(t, (&Sitting{Machine: Machine{Load: 0.3}}).Write(&b))
	require.NotContains(t, b.String(), "busy")
}

// Every row of a table has as many cells as its head.
func TestTableIsWhole(t *testing.T) {
	var b strings.Builder
	require.NoError(t, sitting().Write(&b))
	cells := 0
	for line := range strings.Lines(b.String()) {
		if n := strings.Count(line, "|"); n == 0 {
			cells = 0
		} else if cells == 0 {
			cells = n
		} else {
			require.Equal(t, cells, n, line)
		}
	}
}

func TestInsert(t *testing.T) {
	text, err := Insert("# A\n"+Begin+"\nold\n"+End+"\nmore\n", "new\n")
	require.NoError(t, err)
	require.Equal(t, "# A\n"+Begin+"\nnew\n"+End+"\nmore\n", text)
	for _, without := range []string{"", Begin, End, End + Begin} {
		_, err := Insert(without, "new")
		require.Error(t, err, without)
	}
	file := filepath.Join(t.TempDir(), "doc.md")
	require.ErrorIs(t, InsertFile(file, "new"), os.ErrNotExist)
	require.NoError(t, os.WriteFile(file, []byte("a "+Begin+End), 0o644))
	require.NoError(t, InsertFile(file, "new\n"))
	now, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "a "+Begin+"\nnew\n"+End, string(now))
}
