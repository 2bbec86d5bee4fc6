package kernel

// Cap is SoftCap of what each row sees; tanh lies in caps as scores do in S.
func (a *Attend[T]) Cap(caps []T, most T) {
	if f, n, ok := a.even(); ok && softCapRowsSIMD(f.Rows, n, f.S, f.LD, any(caps).([]float32), f.LD, float32(1/most), float32(most)) {
		return
	}
	for i := range a.Rows {
		n := a.Seen(i)
		SoftCap(a.S[i*a.LD:][:n], caps[i*a.LD:][:n], most)
	}
}

// Uncap makes of gradients of capped scores in S those of what they were before.
func (a *Attend[T]) Uncap(caps []T) {
	if f, n, ok := a.even(); ok && uncapRowsSIMD(f.Rows, n, f.S, f.LD, any(caps).([]float32), f.LD) {
		return
	}
	for i := range a.Rows {
		ds := a.S[i*a.LD:][:a.Seen(i)]
		TanhGrad(ds, caps[i*a.LD:][:len(ds)], ds)
	}
}

// SoftCap keeps scores within most:
//
//	t[i] = tanh(s[i]/most)    s[i] = most·t[i]
//
// t is within 4 ulp.
func SoftCap[T Float](s, t []T, most T) {
	if x, ok := any(s).([]float32); ok && softCapSIMD(x, any(t).([]float32), float32(1/most), float32(most)) {
		return
	}
	Scale(t, s, 1/most)
	Tanh(t, t)
	Scale(s, t, most)
}
