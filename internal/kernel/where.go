package kernel

// WhereRow is z[i] = x[i·sx] where cond[i·sc], else y[i·sy]: a row of a broadcast
// operation, whose steps are 1 for an operand with len(z) elements and 0 for one
// with a single element. z may be the same slice as an operand of step 1.
func WhereRow[T Element](z []T, cond []bool, sc int, x []T, sx int, y []T, sy int) {
	for i, k, a, b := 0, 0, 0, 0; i < len(z); i, k, a, b = i+1, k+sc, a+sx, b+sy {
		if cond[k] {
			z[i] = x[a]
		} else {
			z[i] = y[b]
		}
	}
}
