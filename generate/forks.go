package generate

// Forks counts how many first positions any two rows of a cache have in common, as
// beams that branch from one another do: a row that goes on from another needs a copy
// of the rest only. In a search whose beams have parted a few tokens ago, that is a few
// positions, however long the text. Its zero value has no rows.
type Forks struct {
	rows   int
	common []int // [rows, rows]
	spare  []int
}

// Begin is for so many new rows, which have nothing in common.
func (f *Forks) Begin(rows int) {
	f.rows = rows
	f.common = make([]int, rows*rows)
	f.spare = make([]int, rows*rows)
}

// Follow is told that row i goes on from row from[i], of which at[i] positions are
// filled, and will be written from there on. It sets same[i] to how many first
// positions the two had in common. There may be more rows than before, or fewer; of
// rows that are copied in whole, same may be nil. With as many rows it allocates
// nothing.
func (f *Forks) Follow(from, at, same []int) {
	n := len(from)
	if len(f.spare) != n*n {
		f.spare = make([]int, n*n)
	}
	for i := range same {
		same[i] = f.between(i, from[i], at[i])
	}
	for i, r := range from {
		for j, q := range from {
			f.spare[i*n+j] = f.between(r, q, min(at[i], at[j]))
		}
	}
	f.rows, f.common, f.spare = n, f.spare, f.common
}

// between is how many of the first at positions rows i and j have in common.
func (f *Forks) between(i, j, at int) int {
	if i == j {
		return at
	}
	return min(f.common[i*f.rows+j], at)
}
