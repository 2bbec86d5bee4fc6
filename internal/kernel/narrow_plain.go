package kernel

import "unsafe"

// mulColumnsPlain is the micro-kernel of a few rows and at most plainWidth
// columns in plain Go; see micro.
func mulColumnsPlain(height int, m *micro) {
	a := unsafe.Slice((*float32)(m.a), height*m.k)
	b := unsafe.Slice((*float32)(m.b), plainWidth*m.k)
	for i := range height {
		var s0, s1, s2, s3 float32
		for k := range m.k {
			x, y := a[k*height+i], b[k*plainWidth:][:plainWidth]
			s0 += x * y[0]
			s1 += x * y[1]
			s2 += x * y[2]
			s3 += x * y[3]
		}
		sums := [plainWidth]float32{s0, s1, s2, s3}
		c := unsafe.Slice((*float32)(unsafe.Add(m.c, i*m.cRow)), m.n)
		beta := m.beta
		if m.keep == 0 {
			beta = 0
		}
		put(c, sums[:], m.alpha, beta)
		if m.bias != nil {
			Add(c, c, unsafe.Slice((*float32)(m.bias), m.n))
		}
	}
}
