package ops_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/internal/gradcheck"
	"github.com/gaze-ml/gaze/ops"
)

// Computed by PyTorch: torch.nn.functional.cross_entropy of float32 and its
// gradient for an arbitrary cotangent.
func TestCrossEntropyAsPyTorch(t *testing.T) {
	for _, c := range []struct {
		lossCase
		x       []float32
		loss    float32
		dy      float32
		dlogits []float32
	}{
		{lossCase{labels: gradcheck.Ints([]int{2, -100, 1, -100}, 4)},
			[]float32{0.651488245, 0.758638501, 0.582562745, -0.0604465529, -0.719627619, -0.319983065, 1.41202581, -1.38706386, 0.157790393, -0.268113226,
				0.0199287273, -0.837134719, 0.911868572, 0.472843349, -0.31023398, 1.43192756, 0.34932816, -0.0778496489, 0.128805384, 1.10044897},
			2.0380218, -0.462800741,
			[]float32{-0.061039146, -0.0679427758, 0.174426645, -0.0299515352, -0.0154931778, 0, 0, 0, 0, 0,
				-0.0375896394, 0.215447083, -0.0917133838, -0.0591243729, -0.0270196926, 0, 0, 0, 0, 0}},
		{lossCase{labels: gradcheck.Ints([]int{2, 0, 1, 4}, 4), weights: dense([]float32{1, 0.5, 2, 1, 3}, 5)},
			[]float32{0.242130324, 0.484296143, -1.0117625, 0.472242653, 1.06062913, -0.0327452011, -0.0195922088, -0.55974555, 0.495328009, -0.237224832,
				-0.555893838, -0.298108965, -1.58999062, 1.06796813, 0.845145464, 0.240627319, 1.36529744, -0.606070876, 1.24468827, -1.02942204},
			2.87970328, -0.341258675,
			[]float32{-0.0172553267, -0.0219833776, 0.100078143, -0.0217199922, -0.0391194448, 0.0422358327, -0.0104014166, -0.00606047781, -0.0174068231, -0.00836711656,
				-0.00222809473, 0.0233673789, -0.000792193227, -0.0113023287, -0.00904476456, -0.0209497251, -0.0645084083, -0.00898383837, -0.0571789816, 0.151620954}},
		{lossCase{labels: gradcheck.Ints([]int{2, 0, 1, 4}, 4), config: ops.CrossEntropyConfig{Smoothing: 0.1}},
			[]float32{1.0732913, 0.822350085, 0.501008391, -0.465818048, -1.37151754, 1.04601073, -0.298512667, 0.570054412, 2.19583821, 0.00688583311,
				1.72472668, -0.806591868, -0.0430828258, 0.0863251388, 0.487348884, -0.306476891, 0.730290949, -0.693171322, 0.937027097, -0.397828162},
			2.12629557, -1.20191371,
			[]float32{-0.107652232, -0.0824270472, 0.212308109, -0.0183790829, -0.00384976412, 0.220727578, -0.00851269718, -0.0286041461, -0.169911221, -0.013699553,
				-0.16720733, 0.262660056, -0.0235596802, -0.0276448, -0.0442482829, -0.0278287549, -0.089417465, -0.016976757, -0.111333065, 0.245556027}},
		{lossCase{labels: gradcheck.Ints([]int{2, 0, 1, 4}, 4)},
			[]float32{-216.252731, 11.7555008, -280.84845, -101.970932, -557.220642, 427.693298, 98.1308823, -167.932724, -104.226265, 6.9112072,
				-533.128052, -82.2320023, -518.654114, 180.594635, -113.123131, 57.9891319, 404.02536, -99.3384399, -144.95787, 469.776306},
			138.857635, 0.707919955,
			[]float32{0, 0.176979989, -0.176979989, 0, 0, 0, 0, 0, 0, 0, 0, -0.176979989, 0, 0.176979989, 0, 0, 4.92777802e-30, 0, 0, 0}},
	} {
		x := dense(c.x, len(c.x)/lossVocab, lossVocab)
		require.InEpsilon(t, c.loss, evaluate(t, c.crossEntropy, x).Float32s()[0], 3e-7)
		got := gradients(t, c.crossEntropy, dense([]float32{c.dy}), x)[0].Float32s()
		require.InDeltaSlice(t, c.dlogits, got, 1e-7)
	}
}

// What does not count is not read: neither its label nor its logits matter.
func TestCrossEntropyIgnores(t *testing.T) {
	nan := math.NaN()
	x := gradcheck.Floats([]float64{0, 0, nan, nan, nan, nan}, 3, 2)
	c := lossCase{labels: gradcheck.Ints([]int{1, -100, 9}, 3), config: ops.CrossEntropyConfig{Ignore: []int{9}}}
	require.InDelta(t, math.Ln2, evaluate(t, c.crossEntropy, x).Float64s()[0], 1e-15)
	require.Equal(t, []float64{0.5, -0.5, 0, 0, 0, 0}, gradients(t, c.crossEntropy, gradcheck.Floats([]float64{1}), x)[0].Float64s())
	require.Equal(t, 1.0, evaluate(t, c.labelWeight, x).Float64s()[0])
}

// Where nothing counts the loss and its gradient are 0, not NaN.
func TestCrossEntropyOfNothing(t *testing.T) {
	x := gradcheck.Random(1, 2, 3)
	for _, r := range []ops.Reduction{ops.ReductionMean, ops.ReductionSum} {
		c := lossCase{labels: gradcheck.Ints([]int{-100, -100}, 2), config: ops.CrossEntropyConfig{Reduction: r, Smoothing: 0.1}}
		for _, f := range []gradcheck.Func{c.crossEntropy, c.nll} {
			require.Zero(t, evaluate(t, f, x).Float64s()[0])
			require.Equal(t, make([]float64, 6), gradients(t, f, gradcheck.Floats([]float64{1}), x)[0].Float64s())
		}
		require.Zero(t, evaluate(t, c.labelWeight, x).Float64s()[0])
	}
}

func TestCrossEntropyOfNaNAndInfinity(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	c := lossCase{labels: gradcheck.Ints([]int{0})}
	for _, v := range []struct {
		x    []float64
		want float64
	}{
		{[]float64{0, -inf, -inf}, 0}, {[]float64{-inf, 0, 0}, inf}, {[]float64{1, nan, 0}, nan},
		{[]float64{inf, 0, 0}, nan}, {[]float64{-inf, -inf, -inf}, nan},
	} {
		got := evaluate(t, c.crossEntropy, gradcheck.Floats(v.x, 3)).Float64s()[0]
		require.True(t, got == v.want || math.IsNaN(got) && math.IsNaN(v.want), "%v: %v", v.x, got)
	}
}

func TestLabelWeight(t *testing.T) {
	x := gradcheck.Random(1, 3, 4, lossVocab)
	for name, c := range lossCases() {
		want := 0.0
		for _, label := range c.labels.Ints() {
			switch {
			case label == -100 || len(c.config.Ignore) > 0 && label == c.config.Ignore[0]:
			case c.weights == nil:
				want++
			default:
				want += c.weights.Float64s()[label]
			}
		}
		require.Equal(t, want, evaluate(t, c.labelWeight, x).Float64s()[0], name)
	}
}

// Micro-batches with different counts make one large batch.
func TestLabelWeightMakesTheMeanOfMicroBatches(t *testing.T) {
	x := gradcheck.Random(1, 6, lossVocab)
	labels := []int{0, -100, 3, -100, -100, 4}
	whole := lossCase{labels: gradcheck.Ints(labels, 6), weights: gradcheck.Floats([]float64{1, 2, 3, 4, 5}, 5)}
	var sum, weight float64
	for at := 0; at < 6; at += 2 {
		part := whole
		part.labels = gradcheck.Ints(labels[at:at+2], 2)
		part.config.Reduction = ops.ReductionSum
		rows := dense(x.Float64s()[at*lossVocab:(at+2)*lossVocab], 2, lossVocab)
		sum += evaluate(t, part.crossEntropy, rows).Float64s()[0]
		weight += evaluate(t, part.labelWeight, rows).Float64s()[0]
	}
	require.InDelta(t, evaluate(t, whole.crossEntropy, x).Float64s()[0], sum/weight, 1e-14)
}

func TestLossesCheckLabels(t *testing.T) {
	x := gradcheck.Random(1, 3, 2, 4)
	weights := gradcheck.Floats([]float64{1, 1, 1, 1}, 4)
	for label, message := range map[int]string{
		4:  "labels[2, 1] is 4: want 0 to 3, or -100 for one that does not count",
		-1: "labels[2, 1] is -1: want 0 to 3, or -100 for one that does not count",
	} {
		c := lossCase{labels: gradcheck.Ints([]int{0, 1, 2, 3, -100, label}, 3, 2), weights: weights}
		for _, f := range []gradcheck.Func{c.crossEntropy, c.nll, c.labelWeight} {
			y, err := f(inputs([]*tensor.Dense{x})...)
			require.NoError(t, err)
			_, err = gradcheck.Run(y)
			require.ErrorContains(t, err, message)
		}
	}
}

func TestLossesRefuse(t *testing.T) {
	x, labels := normal32(1, 2, 3, 4), gradcheck.Ints(make([]int, 6), 2, 3)
	for _, c := range []struct {
		message string
		x       *tensor.Dense
		lossCase
	}{
		{"cross-entropy: logits int [2, 3] · labels int [2, 3]: logits int, want float32 or float64", labels, lossCase{labels: labels}},
		{"cross-entropy: logits [2, 3, 4] · labels [2, 3, 4]: labels float32, want int", x, lossCase{labels: x}},
		{"cross-entropy: logits [2, 3, 4] · labels int [3]: labels [3], want [2, 3]", x, lossCase{labels: gradcheck.Ints([]int{1, 1, 1}, 3)}},
		{"cross-entropy: logits [2, 3, 4] · labels int [2, 3] · weights [3]: weights [3], want [4]", x, lossCase{labels: labels, weights: normal32(1, 3)}},
		{"cross-entropy: logits [] · labels int [2, 3]: logits []: want at least the axis vocab", dense([]float32{1}), lossCase{labels: labels}},
		{"cross-entropy: smoothing 1.5: want 0 to 1", x, lossCase{labels: labels, config: ops.CrossEntropyConfig{Smoothing: 1.5}}},
		{"cross-entropy: reduction 7: want ReductionMean, ReductionSum or ReductionNone", x, lossCase{labels: labels, config: ops.CrossEntropyConfig{Reduction: 7}}},
	} {
		refuses(t, c.message, c.crossEntropy, c.x)
	}
	refuses(t, "negative log-likelihood: logProbs [2, 3, 4] · labels int [3]: labels [3], want [2, 3]",
		lossCase{labels: gradcheck.Ints([]int{1, 1, 1}, 3)}.nll, x)
	refuses(t, "label weight: labels [2, 3, 4]: want int", lossCase{labels: x}.labelWeight, x)
	refuses(t, "label weight: dtype int: want float32 or float64", lossCase{labels: labels}.labelWeight, labels)
	refuses(t, "label weight: labels int [2, 3] · weights float64 [2]: weights, want float32 [vocab]",
		lossCase{labels: labels, weights: gradcheck.Random(1, 2)}.labelWeight, x)
}

// manyLabels is a loss in several pieces, a row of logits in several parts.
func manyLabels(rows, vocab int) lossCase {
	labels := make([]int, rows)
	for i := range labels {
		labels[i] = i * 7919 % vocab
		if i%5 == 4 {
			labels[i] = -100
		}
	}
	return lossCase{labels: gradcheck.Ints(labels, rows), weights: normal32(3, vocab), config: ops.CrossEntropyConfig{Smoothing: 0.1}}
}

func TestLossBits(t *testing.T) {
	c, x := manyLabels(40, 5000), normal32(1, 40, 5000)
	sameForAllTeams(t, c.crossEntropy, x)
	sameForAllTeams(t, c.nll, x)
}

func TestLossesAllocateNothing(t *testing.T) {
	c, x := manyLabels(40, 5000), normal32(1, 40, 5000)
	require.Less(t, allocates(t, c.crossEntropy, x), uint64(20))
	require.Less(t, allocates(t, c.nll, x), uint64(20))
}

func ExampleCrossEntropyConfig() {
	g := gorgonia.NewGraph()
	logits := gradcheck.Input(g, "logits", dense([]float64{0, 0, 0, 0, 0, 100}, 3, 2))
	labels := gradcheck.Input(g, "labels", gradcheck.Ints([]int{1, -100, 1}, 3))
	y, err := ops.CrossEntropy(logits, labels, nil, ops.CrossEntropyConfig{Reduction: ops.ReductionNone})
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := gradcheck.Run(y)
	fmt.Printf("%.3f %v\n", values[0].Float64s(), err)
	// Output: [0.693 0.000 0.000] <nil>
}

func ExampleReduction() {
	g := gorgonia.NewGraph()
	logits := gradcheck.Input(g, "logits", dense([]float64{0, 0, 0, 0, 0, 0}, 3, 2))
	labels := gradcheck.Input(g, "labels", gradcheck.Ints([]int{1, -100, 1}, 3))
	for _, r := range []ops.Reduction{ops.ReductionMean, ops.ReductionSum} {
		y, err := ops.CrossEntropy(logits, labels, nil, ops.CrossEntropyConfig{Reduction: r})
		if err != nil {
			fmt.Println(err)
			return
		}
		values, err := gradcheck.Run(y)
		fmt.Printf("%.3f %v\n", values[0].Float64s()[0], err)
	}
	// Output:
	// 0.693 <nil>
	// 1.386 <nil>
}

func BenchmarkCrossEntropy(b *testing.B) {
	for _, vocab := range []int{1000, 30522} {
		const rows = 512
		c := lossCase{labels: gradcheck.Ints(make([]int, rows), rows)}
		x := bind(b, c.crossEntropy, &ops.Env{Training: true}, normal32(1, rows, vocab))
		x.dy.F32[0] = 1
		for name, f := range map[string]func(){"forward": x.forward, "backward": x.backward} {
			b.Run(fmt.Sprintf("512×%d/%s", vocab, name), func(b *testing.B) {
				for b.Loop() {
					f()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows/float64(vocab), "ns/element")
			})
		}
	}
}
