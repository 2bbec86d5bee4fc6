// Command tapemachine uses fused operations in a plain Gorgonia program: its
// graph, its gradients, its machine; and our AdamW as its solver.
package main

import (
	"fmt"
	"log"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
	"github.com/gaze-ml/gaze/optimizers"
)

func main() {
	g := gorgonia.NewGraph()
	param := func(name string, shape ...int) *gorgonia.Node {
		return gorgonia.NewTensor(g, tensor.Float32, len(shape), gorgonia.WithShape(shape...), gorgonia.WithName(name),
			gorgonia.WithInit(gorgonia.GlorotN(1)))
	}
	x := gorgonia.NewTensor(g, tensor.Float32, 2, gorgonia.WithShape(4, 2), gorgonia.WithName("x"))
	y := gorgonia.NewTensor(g, tensor.Int, 1, gorgonia.WithShape(4), gorgonia.WithName("y"))
	up, down := param("up", 16, 2), param("down", 2, 16) // [out, in]

	h := gorgonia.Must(ops.Linear(x, up, nil, ops.ActGELU))        // [4, 16]
	h = gorgonia.Must(ops.LayerNorm(h, nil, nil, 1e-5))            // [4, 16]
	logits := gorgonia.Must(ops.Linear(h, down, nil, ops.ActNone)) // [4, 2]
	loss := gorgonia.Must(ops.CrossEntropy(logits, y, nil, ops.CrossEntropyConfig{}))
	if _, err := gorgonia.Grad(loss, up, down); err != nil {
		log.Fatal(err)
	}

	vm := gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(up, down))
	defer vm.Close()
	solver := optimizers.NewAdamW(0.05)
	gorgonia.Let(x, tensor.New(tensor.WithShape(4, 2), tensor.WithBacking([]float32{-1, -1, -1, 1, 1, -1, 1, 1})))
	gorgonia.Let(y, tensor.New(tensor.WithShape(4), tensor.WithBacking([]int{0, 1, 1, 0}))) // exclusive or
	for range 200 {
		if err := vm.RunAll(); err != nil {
			log.Fatal(err)
		}
		if err := solver.Step(gorgonia.NodesToValueGrads(gorgonia.Nodes{up, down})); err != nil {
			log.Fatal(err)
		}
		vm.Reset()
	}
	fmt.Println("learned exclusive or:", loss.Value().Data().(float32) < 0.05)
}
