package main

// unary describes y[i] = f(x[i]).
func unary(name, doc string, f func(s *step, x vec) vec) elements {
	return elements{
		name: name, doc: "y[i] = " + doc, out: []string{"y"}, in: []string{"x"},
		passes: []pass{{unroll: 2, body: func(s *step) { s.out("y", f(s, s.in("x"))) }}},
	}
}

// slope describes dx[i] = f'·dy[i], f' being a function of x[i], or of y[i] where
// of says so.
func slope(name, of, doc string, f func(s *step, x vec) vec) elements {
	return elements{
		name: name, doc: "dx[i] = " + doc + "·dy[i]", out: []string{"dx"}, in: []string{of, "dy"},
		passes: []pass{{unroll: 2, body: func(s *step) {
			s.out("dx", s.mul(f(s, s.in(of)), s.in("dy")))
		}}},
	}
}

// with adds parameters to a description.
func with(k elements, scalars ...string) elements {
	k.scalars = scalars
	return k
}
