package kernel

// FirstOutside is the first i with x[i] < lo or x[i] > hi, or -1.
func FirstOutside(x []int, lo, hi int) int {
	for i, v := range x {
		if v < lo || v > hi {
			return i
		}
	}
	return -1
}

// FlattenTuples is rows[t] = Σ tuples[t·k+a]·strides[a] over a < k = len(sizes),
// plus (t/perBatch)·batch, where strides are those of a row-major array of the
// given sizes; a negative index counts from the end of its axis. It returns the
// position of the first index that is outside, or -1.
func FlattenTuples(rows, tuples, sizes []int, perBatch, batch int) int {
	k := len(sizes)
	for t := range rows {
		row := 0
		for a, n := range sizes {
			i := tuples[t*k+a]
			if i < -n || i >= n {
				return t*k + a
			}
			row = row*n + fromEnd(i, n)
		}
		rows[t] = row + t/perBatch*batch
	}
	return -1
}

// fromEnd is i, or n+i if i is negative.
func fromEnd(i, n int) int {
	if i < 0 {
		return i + n
	}
	return i
}
