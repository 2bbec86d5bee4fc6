package main

// exponentials are the kernels of package kernel's exp.go.
var exponentials = []elements{
	{
		name: "exp", doc: "y[i] = e^x[i]",
		out: []string{"y"}, in: []string{"x"},
		passes: []pass{{unroll: 2, body: func(s *step) { s.out("y", s.exp(s.in("x"))) }}},
	},
}
