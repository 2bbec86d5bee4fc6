package blas_test

import (
	"fmt"

	"gonum.org/v1/gonum/blas/gonum"
	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops/blas"
)

// One line, and Gorgonia's own products run in our kernels.
func ExampleImplementation() {
	gorgonia.Use(blas.Implementation{})
	defer gorgonia.Use(gonum.Implementation{}) // which is what it was

	g := gorgonia.NewGraph()
	a := gorgonia.NewMatrix(g, gorgonia.Float32, gorgonia.WithName("a"), gorgonia.WithValue(
		tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float32{1, 2, 3, 4, 5, 6}))))
	b := gorgonia.NewMatrix(g, gorgonia.Float32, gorgonia.WithName("b"), gorgonia.WithValue(
		tensor.New(tensor.WithShape(3, 2), tensor.WithBacking([]float32{1, 0, 0, 1, 1, 1}))))
	product := gorgonia.Must(gorgonia.Mul(a, b))

	m := gorgonia.NewTapeMachine(g)
	defer m.Close()
	fmt.Println(m.RunAll())
	fmt.Println(product.Value())
	// Output:
	// <nil>
	// ⎡ 4   5⎤
	// ⎣10  11⎦
}
