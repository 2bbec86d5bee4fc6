package generate

// ranking takes the indices of scores one by one, the highest score first, equal
// ones in the order of their indices. It is a heap: the first k of n cost
// O(n + k·log n), where sorting would cost O(n·log n).
type ranking[F float32 | float64] struct {
	scores  []F
	indices []int // those left, as a heap, then those taken, the last one first
	n       int   // how many are left
}

// rank begins with all of the scores, which must not change meanwhile.
func (r *ranking[F]) rank(scores []F) {
	r.scores, r.indices, r.n = scores, r.indices[:0], len(scores)
	for i := range scores {
		r.indices = append(r.indices, i)
	}
	for i := r.n/2 - 1; i >= 0; i-- {
		r.sink(i)
	}
}

// left are the indices not taken yet, in no order.
func (r *ranking[F]) left() []int { return r.indices[:r.n] }

// pop takes the best of those left. There must be one.
func (r *ranking[F]) pop() int {
	r.n--
	best := r.indices[0]
	r.indices[0], r.indices[r.n] = r.indices[r.n], best
	r.sink(0)
	return best
}

// sink moves what is at i down to where the two below it come after it.
func (r *ranking[F]) sink(i int) {
	for {
		child := 2*i + 1
		if child >= r.n {
			return
		}
		if child+1 < r.n && r.before(child+1, child) {
			child++
		}
		if !r.before(child, i) {
			return
		}
		r.indices[i], r.indices[child] = r.indices[child], r.indices[i]
		i = child
	}
}

func (r *ranking[F]) before(i, j int) bool {
	a, b := r.indices[i], r.indices[j]
	return r.scores[a] > r.scores[b] || r.scores[a] == r.scores[b] && a < b
}
