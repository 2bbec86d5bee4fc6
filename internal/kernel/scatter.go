package kernel

// Number is what can be added and compared.
type Number interface{ Float | int }

// AddRows is x[rows[r]·inner+j] += u[r·inner+j] for every r in order and
// lo ≤ j < hi. A negative row counts from the end of length; the row skip is
// left out.
func AddRows[T Number](x, u []T, rows []int, length, inner, lo, hi, skip int) {
	for r, row := range rows {
		row = fromEnd(row, length)
		if row != skip {
			z := x[row*inner+lo : row*inner+hi]
			Add(z, z, u[r*inner+lo:r*inner+hi])
		}
	}
}

// PutRows is x[rows[r]·inner+j] = fold(x[rows[r]·inner+j], u[r·inner+j]) for
// every r in order and lo ≤ j < hi; a nil fold is the second of the two. A
// negative row counts from the end of length.
func PutRows[T any](x, u []T, rows []int, length, inner, lo, hi int, fold func(old, new T) T) {
	for r, row := range rows {
		row = fromEnd(row, length)
		putRow(x[row*inner+lo:row*inner+hi], u[r*inner+lo:r*inner+hi], fold)
	}
}

func putRow[T any](x, u []T, fold func(old, new T) T) {
	if fold == nil {
		copy(x, u)
		return
	}
	for j, v := range u {
		x[j] = fold(x[j], v)
	}
}

// ClaimRows is the gradient of PutRows without fold. For every r from the last
// to the first, and lo ≤ j < hi: du[r·inner+j] = dx[rows[r]·inner+j], which then
// becomes 0, so that of several writers the last, which won, has the gradient.
// A nil du is not written.
func ClaimRows[T any](du, dx []T, rows []int, length, inner, lo, hi int) {
	for r := len(rows) - 1; r >= 0; r-- {
		row := fromEnd(rows[r], length)
		z := dx[row*inner+lo : row*inner+hi]
		if du != nil {
			copy(du[r*inner+lo:r*inner+hi], z)
		}
		clear(z)
	}
}

// Fold is how a reduction joins what is there with what comes: "add", "mul",
// "max" or "min"; nil for anything else. The larger or smaller of NaN and a
// number is NaN.
func Fold[T Number](reduction string) func(old, new T) T {
	switch reduction {
	case "add":
		return func(a, b T) T { return a + b }
	case "mul":
		return func(a, b T) T { return a * b }
	case "max":
		return func(a, b T) T { return max(a, b) }
	case "min":
		return func(a, b T) T { return min(a, b) }
	}
	return nil
}
