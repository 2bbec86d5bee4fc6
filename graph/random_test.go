package graph_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/weights"
)

// Random drawings give the TapeMachine's bits, whatever is shown or kept of
// them, whether gradients are added up or not, with freed memory poisoned.
func TestRandomDrawings(t *testing.T) {
	drawings := uint64(60)
	if testing.Short() || underRace {
		drawings = 10
	}
	for seed := range drawings {
		store := weights.New(seed)
		x := floats([]int{2, 3, 4}, func(i int) float32 { return float32((i*7+int(seed))%11)/5 - 1 })
		wantNodes, wantGrads := taped(t, seed, store, x)
		for variant := range 8 {
			d := draw(seed, store)
			d.g.Minimize(d.loss, d.weight)
			m, shown := compiled(t, d, variant)
			require.NoError(t, m.Let(d.x, x))
			for range 2 { // twice: the second run finds what the first has left
				m.Gradients().Zero()
				m.SetStep(0)
				require.NoError(t, m.RunAll())
			}
			for _, i := range shown {
				got, err := m.Borrow(d.nodes[i])
				require.NoError(t, err)
				requireSameBits(t, wantNodes[i], got.Float32s(), "seed %d, variant %d, node %d", seed, variant, i)
			}
			require.Equal(t, len(wantGrads), m.Gradients().Len())
			for i := range m.Gradients().Len() {
				path := m.Gradients().Path(i)
				requireSameBits(t, wantGrads[path], m.Gradients().At(i).Float32s(), "seed %d, variant %d, gradient of %s", seed, variant, path)
			}
		}
	}
}

// compiled shows some nodes, keeps others, and may add up and poison.
func compiled(t *testing.T, d *scribble, variant int) (*graph.Machine, []int) {
	r := rand.New(rand.NewPCG(uint64(variant), 5))
	o := graph.Options{Training: true, Accumulate: variant&1 != 0}
	outputs, shown := []*graph.Node{d.loss}, []int{}
	for i, x := range d.nodes {
		switch r.IntN(4) {
		case 0:
			outputs, shown = append(outputs, x), append(shown, i)
		case 1:
			if variant&2 != 0 {
				label := fmt.Sprint("node ", i)
				x.As(label)
				o.Keep, shown = append(o.Keep, label), append(shown, i)
			}
		}
	}
	if variant&4 != 0 {
		o = graph.Poisoned(o)
	}
	m, err := d.g.Compile(o, outputs...)
	require.NoError(t, err)
	return m, shown
}

// taped is what the TapeMachine gives: every node's value, and the gradients.
func taped(t *testing.T, seed uint64, store *weights.Store, x *tensor.Dense) ([][]float32, map[string][]float32) {
	d := draw(seed, store)
	require.NoError(t, gorgonia.Let(d.x.Gorgonia(), x))
	weight := d.weight
	if weight == nil {
		weight = d.g.Scope().Number(1)
	}
	var params, wanted gorgonia.Nodes
	for _, p := range d.g.Params() {
		params = append(params, p.Gorgonia())
	}
	grads, err := ops.Backprop(d.loss.Gorgonia(), weight.Gorgonia(), params...)
	require.NoError(t, err)
	for _, n := range d.nodes {
		wanted = append(wanted, n.Gorgonia())
	}
	var paths []string
	for i, grad := range grads {
		if grad != nil {
			wanted, paths = append(wanted, grad), append(paths, params[i].Name())
		}
	}
	values, err := gradcheck.Run(wanted...)
	require.NoError(t, err, "seed %d", seed)
	nodes, byPath := [][]float32{}, map[string][]float32{}
	for i, v := range values {
		if bits := append([]float32{}, v.Float32s()...); i < len(d.nodes) {
			nodes = append(nodes, bits)
		} else {
			byPath[paths[i-len(d.nodes)]] = bits
		}
	}
	return nodes, byPath
}

func requireSameBits(t *testing.T, want, got []float32, format string, args ...any) {
	t.Helper()
	require.Len(t, got, len(want), fmt.Sprintf(format, args...))
	for i := range want {
		if math.Float32bits(want[i]) != math.Float32bits(got[i]) && (want[i] == want[i] || got[i] == got[i]) {
			require.Failf(t, "bits differ", "%s: element %d is %v, want %v", fmt.Sprintf(format, args...), i, got[i], want[i])
		}
	}
}
