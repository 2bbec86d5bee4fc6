package attention_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// look draws a form of inputs q, k, v and perhaps lengths [batch], whose mask is of
// truth, or a number to be added.
func look(form sees, added bool) graph.Draw {
	return func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		l := looked{q: in.Get("q"), k: in.Get("k"), v: in.Get("v")}
		if in.Has("lengths") {
			key := l.k.Dim(2)
			l.seen, l.mask = s.Range(key).Less(in.Get("lengths").Unsqueeze(1)), attention.PaddingAfter(in.Get("lengths"), key)
		}
		if l.mask != nil && added {
			l.mask = l.mask.Where(s.Number(0), s.Number(hide))
		}
		y, w := form.draw(s, l)
		d := s.Graph().Backprop(y.Square().Sum().Add(y.Sum()), l.q, l.k, l.v)
		out := graph.Outputs{"y": y, "dq": d[0], "dk": d[1], "dv": d[2]}
		if w != nil {
			out["w"] = w
		}
		return out
	}
}

// noise are random numbers of a shape, of [2, heads, seq, d].
func noise(seed uint64, seq int) *tensor.Dense {
	r, x := weights.NewRandom(seed, "noise"), make([]float32, 2*heads*seq*d)
	for i := range x {
		x[i] = float32(r.Normal())
	}
	return tensor.New(tensor.WithShape(2, heads, seq, d), tensor.WithBacking(x))
}

// longer is x [2, heads, seq, d] with more rows of large numbers after it.
func longer(x *tensor.Dense, more int) *tensor.Dense {
	seq := x.Shape()[2]
	var data []float32
	for i := range 2 * heads {
		data = append(data, x.Float32s()[i*seq*d:][:seq*d]...)
		for j := range more * d {
			data = append(data, float32(300*(j%5)-700))
		}
	}
	return tensor.New(tensor.WithShape(2, heads, seq+more, d), tensor.WithBacking(data))
}

// What is padding changes nothing that is not, and gets no gradient; weights of it
// are 0, and of the rest they sum to 1.
func TestPaddingChangesNothingOfAnyForm(t *testing.T) {
	for name, form := range sighted {
		for _, added := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				f := function(t, look(form, added))
				q, k, v := noise(1, 3), noise(2, 4), noise(3, 4)
				alone, err := f.Run(graph.Values{"q": q, "k": k, "v": v})
				require.NoError(t, err)
				padded, err := f.Run(graph.Values{"q": q, "k": longer(k, 3), "v": longer(v, 3), "lengths": ints(4, 4)})
				require.NoError(t, err)
				require.InDeltaSlice(t, alone["y"].Data(), padded["y"].Data(), 1e-5)
				require.InDeltaSlice(t, alone["dq"].Data(), padded["dq"].Data(), 1e-4)
				for _, x := range []string{"dk", "dv"} {
					for i, g := range padded[x].Float32s() {
						row, at := i/(7*d), i%(7*d)
						if at >= 4*d {
							require.Zero(t, g, "%s of padding", x)
							continue
						}
						require.InDelta(t, alone[x].Float32s()[row*4*d+at], g, 1e-4, x)
					}
				}
				if padded["w"] == nil {
					return
				}
				for i, row := 0, padded["w"].Float32s(); i < len(row); i += 7 {
					require.Equal(t, []float32{0, 0, 0}, row[i+4:i+7], "of padding")
					if form.sums {
						require.InDelta(t, 1, row[i]+row[i+1]+row[i+2]+row[i+3], 1e-5)
					}
				}
			})
		}
	}
}

// A text that sees nothing gets zeros and gives no gradients, and another of the batch
// sees as ever.
func TestWhoSeesNothing(t *testing.T) {
	for name, form := range sighted {
		for _, added := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				out, err := function(t, look(form, added)).Run(graph.Values{"q": noise(1, 3), "k": noise(2, 4), "v": noise(3, 4), "lengths": ints(0, 4)})
				require.NoError(t, err)
				for what, x := range out {
					half := x.Float32s()[:len(x.Float32s())/2]
					require.Equal(t, make([]float32, len(half)), half, what)
				}
				y := out["y"].Float32s()
				require.NotEqual(t, make([]float32, len(y)/2), y[len(y)/2:])
			})
		}
	}
}

// Texts of a batch do not see each other: in another order they give the same.
func TestBatchesMayBePermuted(t *testing.T) {
	for name, form := range sighted {
		t.Run(name, func(t *testing.T) {
			f := function(t, look(form, false))
			q, k, v := noise(1, 3), noise(2, 4), noise(3, 4)
			y, err := f.Run(graph.Values{"q": q, "k": k, "v": v, "lengths": ints(3, 4)})
			require.NoError(t, err)
			turned, err := f.Run(graph.Values{"q": swapped(q), "k": swapped(k), "v": swapped(v), "lengths": ints(4, 3)})
			require.NoError(t, err)
			for what, x := range y {
				require.Equal(t, x.Float32s(), swapped(turned[what]).Float32s(), what)
			}
		})
	}
}

// swapped is x [2, …] with its halves changed over.
func swapped(x *tensor.Dense) *tensor.Dense {
	data, half := x.Float32s(), len(x.Float32s())/2
	return tensor.New(tensor.WithShape(x.Shape()...), tensor.WithBacking(append(append([]float32{}, data[half:]...), data[:half]...)))
}

// Who sees nothing of a text still sees what is learned, and weights are all of that.
func TestMemoryIsAlwaysSeen(t *testing.T) {
	for _, added := range []bool{false, true} {
		out, err := function(t, look(sees{func(s *graph.Scope, l looked) (y, w *graph.Node) {
			k, v, mask := attention.NewMemory(s, heads, 2, d).Extend(l.k, l.v, l.mask)
			return attention.DotProduct(l.q, k, v, mask, 0), attention.Formula{}.Weights(l.q, k, mask)
		}, true}, added)).Run(graph.Values{"q": noise(1, 3), "k": noise(2, 4), "v": noise(3, 4), "lengths": ints(0, 3)})
		require.NoError(t, err)
		for _, x := range []string{"dk", "dv"} {
			half := out[x].Float32s()[:len(out[x].Float32s())/2]
			require.Equal(t, make([]float32, len(half)), half, x)
		}
		for i, w := 0, out["w"].Float32s(); i < len(w); i += 6 {
			require.InDelta(t, 1, w[i]+w[i+1]+w[i+2]+w[i+3]+w[i+4], 1e-6)
			require.Zero(t, w[i+5])
			if i < len(w)/2 {
				require.Equal(t, []float32{0, 0, 0}, w[i+2:i+5])
			}
		}
	}
}
