package optimizers_test

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/optimizers"
	"github.com/gaze-ml/gaze/weights"
)

// one is a parameter w = [1 1] and the gradient that it is given.
func one(g ...float32) (*weights.Store, *gradients) {
	store := weights.New(0)
	store.Declare("w", tensor.Float32, weights.Ones, 2)
	return store, (&gradients{}).add("w", tensor.New(tensor.WithBacking(g)))
}

func show(store *weights.Store) {
	w, _ := store.Entry("w")
	fmt.Printf("%.3f\n", w.Float32s())
}

func ExampleSGD() {
	store, g := one(1, -2)
	o := optimizers.NewSGD(0.1)
	o.Momentum, o.Nesterov = 0.9, true
	for range 2 {
		o.Update(store, g)
	}
	show(store)
	// Output: [0.539 1.922]
}

func ExampleAdam() {
	store, g := one(1, -2)
	o := optimizers.NewAdam(0.1)
	o.Update(store, g)
	show(store)
	// Output: [0.900 1.100]
}

func ExampleAdamW() {
	store, g := one(1, -2)
	clip := optimizers.NewClipNorm(1)
	o := optimizers.NewAdamW(0.1)
	o.WeightDecay = 0.1
	o.DecayOnly = optimizers.ExceptBiasAndNorm
	o.Schedule = optimizers.Linear(0, 100, 0)
	o.Before(clip)
	fmt.Println(o.Update(store, g), o.Rate())
	fmt.Printf("%.3f of norm %.3f\n", math.Min(1, clip.Max/clip.Norm()), clip.Norm())
	show(store)
	// Output:
	// <nil> 0.1
	// 0.447 of norm 2.236
	// [0.890 1.090]
}

// AdamW once more, with the gradients' signs in place of the moments.
func ExampleChain() {
	store, g := one(1, -2)
	o := optimizers.NewChain(signs{}, optimizers.NewDecay(0.1), optimizers.NewDescent(0.1))
	o.Update(store, g)
	show(store)
	// Output: [0.890 1.090]
}

// signs is a link of one's own: u ← sign(u).
type signs struct{}

func (signs) Slots() []string { return nil }
func (signs) Begin(int) error { return nil }
func (signs) Apply(p *optimizers.Piece) {
	for i, x := range p.Update.F32 {
		p.Update.F32[i] = float32(math.Copysign(1, float64(x)))
	}
}

func ExampleTransform() {
	var link optimizers.Transform = signs{}
	p := &optimizers.Piece{Update: optimizers.Floats{F32: []float32{3, -0.5}}}
	link.Apply(p)
	fmt.Println(p.Update.F32)
	// Output: [1 -1]
}

func ExamplePiece() {
	decay := optimizers.NewClipValue(1)
	p := &optimizers.Piece{Path: "w", Shape: []int{2}, Update: optimizers.Floats{F64: []float64{3, 0.5}}}
	decay.Apply(p)
	fmt.Println(p.Path, p.Update.F64)
	// Output: w [1 0.5]
}

func ExampleFloats() {
	fmt.Println(optimizers.Floats{F32: []float32{1, 2}}.Len(), optimizers.Floats{F64: []float64{1}}.Len())
	// Output: 2 1
}

func ExampleOptimizer() {
	for _, o := range []optimizers.Optimizer{optimizers.NewSGD(0.1), optimizers.NewAdam(0.1)} {
		store, g := one(4, 4)
		o.Update(store, g)
		show(store)
	}
	// Output:
	// [0.600 0.600]
	// [0.900 0.900]
}

// The state goes through a store, and so into a file.
func ExampleOptimizer_Save() {
	store, g := one(1, -2)
	o := optimizers.NewAdamW(0.1)
	o.Update(store, g)
	state := weights.New(0)
	o.Save(state)
	fmt.Println(state.Paths())

	resumed := optimizers.NewAdamW(0.1)
	fmt.Println(resumed.Load(state), resumed.Steps())
	// Output:
	// [exp_avg.w exp_avg_sq.w step.w steps]
	// <nil> 1
}

func ExampleGradients() {
	store, _ := one()
	var g optimizers.Gradients = (&gradients{}).add("w", tensor.New(tensor.WithBacking([]float32{1, float32(math.NaN())})))
	fmt.Println(optimizers.NewSGD(0.1).Update(store, g))
	show(store)
	// Output:
	// update: gradient "w"[1] is NaN: want finite numbers; nothing was changed
	// [1.000 1.000]
}

// In a plain Gorgonia graph: the least of (w - 3)².
func ExampleChain_Step() {
	g := gorgonia.NewGraph()
	w := gorgonia.NewScalar(g, gorgonia.Float64, gorgonia.WithName("w"), gorgonia.WithValue(0.0))
	three := gorgonia.NewConstant(3.0)
	loss := gorgonia.Must(gorgonia.Square(gorgonia.Must(gorgonia.Sub(w, three))))
	gorgonia.Grad(loss, w)
	m := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(w))
	defer m.Close()

	var solver gorgonia.Solver = optimizers.NewSGD(0.1)
	for range 100 {
		m.RunAll()
		solver.Step(gorgonia.NodesToValueGrads(gorgonia.Nodes{w}))
		m.Reset()
	}
	fmt.Printf("%.4f\n", w.Value().Data())
	// Output: 3.0000
}

func ExampleSchedule() {
	s := optimizers.Cosine(2, 10, 0.1)
	for _, step := range []int{0, 1, 2, 6, 10, 11} {
		fmt.Printf("%d: %.2f, ", step, s(step))
	}
	own := optimizers.Schedule(func(step int) float64 { return math.Pow(0.5, float64(step)) })
	fmt.Printf("own: %.3f %.3f\n", own(0), own(3))
	// Output: 0: 0.00, 1: 0.50, 2: 1.00, 6: 0.55, 10: 0.10, 11: 0.10, own: 1.000 0.125
}

func ExampleSelector() {
	lower := optimizers.Paths("embeddings.*", "encoder.layer.0.*")
	fmt.Println(lower("encoder.layer.0.weight", nil), optimizers.Not(lower)("encoder.layer.1.weight", nil))
	// Output: true true
}

func ExampleMoments() {
	m := optimizers.NewMoments()
	m.Beta2 = 0.95
	store, g := one(1, -2)
	optimizers.NewChain(m, optimizers.NewDescent(0.5)).Update(store, g)
	show(store)
	// Output: [0.500 1.500]
}

func ExampleVelocity() {
	v := optimizers.NewVelocity(0.5)
	store, g := one(0.1, 0.2)
	o := optimizers.NewChain(v, optimizers.NewDescent(1))
	o.Update(store, g)
	o.Update(store, g)
	show(store)
	// Output: [0.750 0.500]
}

func ExampleDecay() {
	d := optimizers.NewDecay(0.1)
	d.DecayOnly = optimizers.Matrices // w has one axis
	store, g := one(0.1, 0.2)
	optimizers.NewChain(d, optimizers.NewDescent(1)).Update(store, g)
	show(store)
	// Output: [0.900 0.800]
}

func ExampleDescent() {
	d := optimizers.NewDescent(1)
	d.Schedule = optimizers.Constant(4)
	d.Factor = func(path string, shape []int) float64 { return 0.5 }
	store, g := one(1, 2)
	o := optimizers.NewChain(d)
	for range 3 {
		o.Update(store, g)
	}
	fmt.Println(d.Rate())
	show(store)
	// Output:
	// 0.5
	// [0.625 0.250]
}

func ExampleClipNorm() {
	clip := optimizers.NewClipNorm(1)
	store, g := one(3, 4)
	optimizers.NewChain(clip).Update(store, g)
	fmt.Println(clip.Norm())
	show(store)
	// Output:
	// 5
	// [0.400 0.200]
}

func ExampleClipValue() {
	store, g := one(3, -0.5)
	optimizers.NewChain(optimizers.NewClipValue(1)).Update(store, g)
	show(store)
	// Output: [0.000 1.500]
}

func ExampleAccumulate() {
	sum := optimizers.NewAccumulate(2)
	store, g := one(1, 2)
	o := optimizers.NewChain(sum, optimizers.NewDescent(0.1))
	o.Update(store, g)
	show(store)
	o.Update(store, g)
	show(store)
	fmt.Println(o.Steps())
	// Output:
	// [1.000 1.000]
	// [0.900 0.800]
	// 1
}
