package ops_test

import (
	"fmt"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/ops"
)

// Our operations in a plain Gorgonia program, under Gorgonia's own machine.
func Example() {
	g := gorgonia.NewGraph()
	x := gorgonia.NewMatrix(g, tensor.Float64, gorgonia.WithShape(2, 2), gorgonia.WithName("x"),
		gorgonia.WithValue(tensor.New(tensor.WithShape(2, 2), tensor.WithBacking([]float64{0, 0, 200, 0}))))
	y, err := ops.Softmax(x, -1) // gorgonia.SoftMax gives NaN here
	if err != nil {
		fmt.Println(err)
		return
	}
	vm := gorgonia.NewTapeMachine(g)
	defer vm.Close()
	if err := vm.RunAll(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.2f\n", y.Value().Data())
	// Output: [0.50 0.50 1.00 0.00]
}

// cube is x³: float64 only, to be short.
var cube = ops.Def{
	Name: "cube",
	Infer: func(in []ops.Type) (ops.Type, error) {
		if in[0].Dtype != tensor.Float64 {
			return ops.Type{}, fmt.Errorf("x %s: want float64", in[0])
		}
		return in[0], nil
	},
	Forward: func(c *ops.Call) func() {
		x, y := c.In[0].F64, c.Out.F64
		return func() {
			for i, v := range x {
				y[i] = v * v * v
			}
		}
	},
	Backward: func(c *ops.Call) func() {
		x, dx, dy := c.In[0].F64, c.Grad[0].F64, c.Dy.F64
		return func() {
			for i, v := range x {
				dx[i] = 3 * v * v * dy[i]
			}
		}
	},
	Reads: ops.Reads{In: []int{0}},
}

func vectorOf(x ...float64) *gorgonia.Node {
	return gorgonia.NewVector(gorgonia.NewGraph(), tensor.Float64, gorgonia.WithShape(len(x)), gorgonia.WithName("x"),
		gorgonia.WithValue(tensor.New(tensor.WithShape(len(x)), tensor.WithBacking(x))))
}

func ExampleDef() {
	_, err := ops.New(cube).Apply(gorgonia.NewVector(gorgonia.NewGraph(), tensor.Float32, gorgonia.WithShape(3)))
	fmt.Println(err)
	// Output: cube: x [3]: want float64
}

// An operation of your own, and its gradient.
func ExampleOp() {
	x := vectorOf(1, 2, 3)
	y, _ := ops.New(cube).Apply(x)
	total, _ := ops.Sum(y, false)
	dx, _ := ops.Backprop(total, gorgonia.NewConstant(1.0), x)
	vm := gorgonia.NewTapeMachine(x.Graph())
	defer vm.Close()
	vm.RunAll()
	fmt.Println(total.Value(), dx[0].Value().Data())
	// Output: 36 [3 12 27]
}

// The result is read by sigmoid's derivative, y·(1-y), and the operand is not:
// its memory is free after the forward pass.
func ExampleReads() {
	fmt.Printf("%+v\n", ops.Reads{In: []int{}, Out: true})
	// Output: {In:[] Out:true None:false}
}

func ExampleCall() {
	c := &ops.Call{
		In:  []ops.Array{{F64: []float64{1, 2}}},
		Out: ops.NewArray(ops.Type{Dtype: tensor.Float64, Shape: []int{2}}),
		Env: &ops.Env{},
	}
	run := cube.Forward(c) // binds
	run()                  // and may run any number of times
	fmt.Println(c.Out.F64)
	// Output: [1 8]
}

// What fails while running is said here, by the first worker to find it.
func ExampleEnv() {
	e := &ops.Env{Training: true, Seed: 1}
	c := &ops.Call{Env: e}
	c.Fail(fmt.Errorf("ids[3] is 512: want 0 to 511"))
	c.Fail(fmt.Errorf("another"))
	fmt.Println(e.Failure(), e.Failure())
	// Output: ids[3] is 512: want 0 to 511 <nil>
}

func ExampleType() {
	fmt.Println(ops.Type{Dtype: tensor.Float32, Shape: []int{2, 3, 8}}, ops.Type{Dtype: tensor.Int, Shape: []int{2, 3}})
	// Output: [2, 3, 8] int [2, 3]
}

func ExampleArray() {
	a := ops.NewArray(ops.Type{Dtype: tensor.Bool, Shape: []int{2}})
	a.Bool[1] = true
	fmt.Println(a, a.Exists(), a.Dense().Data())
	// Output: bool [2] true [false true]
}

// How a machine runs an operation on memory of its own.
func ExamplePlan() {
	x := vectorOf(1, 2)
	y, _ := ops.New(cube).Apply(x)
	plan := ops.PlanOf(y.Op())
	in, _ := ops.ValueArray(x.Value())
	out := ops.NewArray(plan.Results[0])
	plan.Bind(ops.Memory{In: []ops.Array{in}, Results: []ops.Array{out}, Env: &ops.Env{}})()
	fmt.Println(plan.Name, out.F64)
	// Output: cube [1 8]
}

// Memory has a place for everything that a plan names.
func ExampleMemory() {
	x := vectorOf(1, 2)
	y, _ := ops.Exp(x)
	plan := ops.PlanOf(y.Op())
	m := ops.Memory{In: make([]ops.Array, len(plan.Reads)), Results: make([]ops.Array, len(plan.Results))}
	fmt.Println(len(m.In), len(m.Results), len(m.Scratch))
	// Output: 1 1 0
}

func ExampleActivation() {
	fmt.Println(ops.ActGELU)
	// Output: gelu
}
