package optimizers

// Transform is a link of a Chain: it makes of each parameter's gradient, or of
// what the links before it have made of that, something else. One value belongs
// to one chain.
type Transform interface {
	// Slots names the tensors, each of the parameter's shape and zero at first,
	// that the link keeps between steps; they are saved by these names.
	Slots() []string

	// Begin is called as a step begins and before anything has changed; step is
	// the number of steps before. An error, such as of a setting that is out of
	// range, ends the step.
	Begin(step int) error

	// Apply rewrites p.Update and p.Slots. Workers call it at once for different
	// pieces; where a piece ends must not matter.
	Apply(p *Piece)
}

// Piece is a range of one parameter's elements.
type Piece struct {
	Path   string
	Shape  []int    // of the whole parameter
	Step   int      // how often this parameter was updated before
	Update Floats   // the gradient, or what earlier links have made of it
	Weight Floats   // for reading only
	Slots  []Floats // the link's own, in the order in which it names them

	factors factors
}

// Floats is a slice of float32 or of float64, as the parameter is; the other is
// nil. So a link calls the same loop with both, and one has nothing to do.
type Floats struct {
	F32 []float32
	F64 []float64
}

// Len is the number of elements.
func (f Floats) Len() int { return len(f.F32) + len(f.F64) }

// factors is what a link has to know of a parameter in one step; see perPath.
type factors [2]float64

// perPath is a link that treats parameters differently. It is asked once a step
// for each of them, so that selectors are not called for every piece.
type perPath interface {
	factorsOf(path string, shape []int, step int) (factors, error)
}

// scaler is a link that does nothing but multiply, so that another loop can do
// it on the way.
type scaler interface{ scale() float64 }

func (f Floats) at(i int) any {
	if f.F32 != nil {
		return f.F32[i]
	}
	return f.F64[i]
}

func (f Floats) cut(lo, hi int) Floats {
	if f.F32 != nil {
		return Floats{F32: f.F32[lo:hi]}
	}
	return Floats{F64: f.F64[lo:hi]}
}

// like is n zeros of f's type.
func (f Floats) like(n int) Floats {
	if f.F32 != nil {
		return Floats{F32: make([]float32, n)}
	}
	return Floats{F64: make([]float64, n)}
}

func (f Floats) sameType(other Floats) bool { return (f.F32 != nil) == (other.F32 != nil) }

func (f Floats) dtype() string {
	if f.F32 != nil {
		return "float32"
	}
	return "float64"
}
