package kernel

// check panics if a matrix is not as large as it is said to be.
func (p *Product[T]) check() {
	rows, columns := turnedIf(p.TransA, p.M, p.K)
	_ = p.A[:(rows-1)*p.LDA+columns]
	if p.Packed != nil {
		p.Packed.check(p.Precision, p.K, p.N)
	} else {
		rows, columns = turnedIf(p.TransB, p.K, p.N)
		_ = p.B[:(rows-1)*p.LDB+columns]
	}
	_ = p.C[:(p.M-1)*p.LDC+p.N]
	if p.Bias != nil {
		_ = p.Bias[:p.N]
	}
}
