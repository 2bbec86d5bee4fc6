package weights_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gaze-ml/gaze/weights"
	"gorgonia.org/tensor"
)

func ExampleStore() {
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "model.safetensors")

	s := weights.New(42)
	w, _ := s.Declare("dense.weight", tensor.Float32, weights.TruncatedNormal(0.02), 2, 3)
	_ = s.Update(func() error { w.Float32s()[0] = 1; return nil })
	fmt.Println(s.Save(path), w.Version())

	s, _ = weights.Open(path)
	w, _ = s.Declare("dense.weight", tensor.Float32, nil, 2, 3)
	_, _ = s.Declare("dense.bias", tensor.Float32, weights.Zeros, 2)
	fmt.Println(w.Float32s()[0])
	fmt.Println(s.Check())
	// Output:
	// <nil> 1
	// 1
	// model.safetensors: "dense.bias": missing, want shape [2]
}

func ExampleStore_Tie() {
	s := weights.New(0)
	_ = s.Tie("decoder.weight", "embeddings.weight")
	a, _ := s.Declare("embeddings.weight", tensor.Float32, weights.Normal(1), 4, 2)
	b, _ := s.Declare("decoder.weight", tensor.Float32, nil, 4, 2)
	fmt.Println(a == b, s.Paths())
	// Output: true [embeddings.weight]
}

func ExampleEntry() {
	s := weights.New(0)
	e, _ := s.Declare("bias", tensor.Float32, weights.Ones, 3)
	e.Float32s()[1] = 5 // the tensor shares the memory
	fmt.Println(e.Path(), e.Shape(), e.Dtype(), e.Value())
	// Output: bias [3] F32 [1  5  1]
}

func ExampleDType() {
	fmt.Println(weights.BF16, weights.BF16.Bits(), weights.BF16.IsFloat(), weights.I64.IsFloat())
	// Output: BF16 16 true false
}

func ExampleInitializer() {
	ramp := func(_ *weights.Random, shape []int, dst []float64) {
		for i := range dst {
			dst[i] = float64(i) / float64(shape[0])
		}
	}
	e, _ := weights.New(0).Declare("ramp", tensor.Float32, ramp, 4)
	fmt.Println(e.Float32s())
	// Output: [0 0.25 0.5 0.75]
}

func ExampleOrthogonal() {
	w := make([]float64, 4)
	weights.Orthogonal(1)(weights.NewRandom(1, "w"), []int{2, 2}, w)
	fmt.Printf("%.3f %.3f\n", w[0]*w[0]+w[1]*w[1], w[0]*w[2]+w[1]*w[3]+1)
	// Output: 1.000 1.000
}

func ExampleRandom() {
	a := weights.NewRandom(42, "encoder.layer.0.weight")
	b := weights.NewRandom(42, "encoder.layer.0.weight")
	fmt.Println(a.Uint64() == b.Uint64(), a.Normal() == b.Normal())
	// Output: true true
}

// GPT-2 keeps query, key and value in one weight, transposed.
func ExampleLayout() {
	gpt2 := weights.Layout{{
		File: "h.{i}.attn.c_attn.weight", // [in, 3·out]
		Store: []string{ // each [out, in]
			"layer.{i}.query.weight", "layer.{i}.key.weight", "layer.{i}.value.weight"},
		Transpose: true,
	}}
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "model.safetensors")
	s := weights.New(0)
	for _, name := range gpt2[0].Store {
		_, _ = s.Declare("layer.0"+name[len("layer.{i}"):], tensor.Float32, nil, 2, 2)
	}
	_ = s.Save(path, gpt2)

	published, _ := weights.Open(path)
	ours, _ := weights.Open(path, gpt2)
	fmt.Println(published.Paths())
	fmt.Println(ours.Paths())
	// Output:
	// [h.0.attn.c_attn.weight]
	// [layer.0.key.weight layer.0.query.weight layer.0.value.weight]
}

// Old BERT checkpoints say gamma and beta; Save writes what the file had.
func ExampleRule() {
	norms := weights.Layout{
		{File: "{at...}.gamma", Store: []string{"{at...}.weight"}, Alternative: true},
		{File: "{at...}.beta", Store: []string{"{at...}.bias"}, Alternative: true},
	}
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "model.safetensors")
	s := weights.New(0)
	_, _ = s.Declare("norm.gamma", tensor.Float32, weights.Ones, 2)
	_, _ = s.Declare("dense.weight", tensor.Float32, weights.Ones, 2)
	_ = s.Save(path)

	s, _ = weights.Open(path, norms)
	fmt.Println(s.Paths())
	_ = s.Save(path, norms)
	s, _ = weights.Open(path)
	fmt.Println(s.Paths())
	// Output:
	// [dense.weight norm.weight]
	// [dense.weight norm.gamma]
}

// Llama's own files have the rows of each head in pairs.
func ExamplePermutation() {
	folder, _ := os.MkdirTemp("", "")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "model.safetensors")
	s := weights.New(0)
	_ = s.PutBytes("wq.weight", weights.U8, []byte{0, 1, 2, 3, 4, 5}, 6, 1)
	_ = s.Save(path)

	s, _ = weights.Open(path, weights.Layout{
		{File: "wq.weight", Store: []string{"query.weight"}, Permute: weights.PairsToHalves(1)},
	})
	query, _ := s.Entry("query.weight")
	fmt.Println(query.Bytes())
	// Output: [0 2 4 1 3 5]
}
