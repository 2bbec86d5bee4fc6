package cases

import "fmt"

// Product is a number of products of one shape, C = op(A)·op(B): A is M×K, or
// K×M if TransA; B is K×N, or N×K if TransB.
type Product struct {
	Count  int  `json:"count"`
	M      int  `json:"m"`
	N      int  `json:"n"`
	K      int  `json:"k"`
	TransA bool `json:"trans_a"`
	TransB bool `json:"trans_b"`
}

// Operations is how many multiplications and additions there are.
func (p Product) Operations() float64 {
	return 2 * float64(p.Count) * float64(p.M) * float64(p.N) * float64(p.K)
}

// String is the shape as BLAS would name it: "96 × 128×64·64×128 NT".
func (p Product) String() string {
	turn := func(trans bool) byte {
		if trans {
			return 'T'
		}
		return 'N'
	}
	return fmt.Sprintf("%d × %d×%d·%d×%d %c%c", p.Count, p.M, p.K, p.K, p.N, turn(p.TransA), turn(p.TransB))
}

// Element is the i-th number of an operand, 0 being A and 1 being B. It is
// a formula that other languages compute as easily:
//
//	((7919·i + 331·operand) mod 1021)/1021 − 1/2
func Element(operand, i int) float32 {
	return float32((7919*i+331*operand)%1021)/1021 - 0.5
}
