package segment

// The tags of atoms: what each is of its word.
const (
	begin = iota
	middle
	end
	alone
	tags
)

// follows lists, for each tag, which may come before it.
var follows = [tags][2]int{
	begin:  {end, alone},
	middle: {begin, middle},
	end:    {begin, middle},
	alone:  {end, alone},
}

// tagOf is that of the i-th of n atoms of a word.
func tagOf(i, n int) int {
	switch {
	case n == 1:
		return alone
	case i == 0:
		return begin
	case i == n-1:
		return end
	}
	return middle
}

// best finds the likeliest tags by Viterbi's algorithm: the path of the largest sum
// of scores[i][tag] + moves[tag before][tag] that begins with begin or alone and
// ends with end or alone; first is added to the tags of the first. back is the
// memory for the way back, of len(scores).
func best(scores [][tags]float64, moves *[tags][tags]float64, first [tags]float64, back [][tags]uint8) (path []uint8) {
	var at [tags]float64
	at[begin], at[alone] = first[begin]+scores[0][begin], first[alone]+scores[0][alone]
	at[middle], at[end] = negative, negative
	for i := 1; i < len(scores); i++ {
		var next [tags]float64
		for t := range tags {
			a, b := follows[t][0], follows[t][1]
			from, score := a, at[a]+moves[a][t]
			if s := at[b] + moves[b][t]; s > score {
				from, score = b, s
			}
			next[t] = score + scores[i][t]
			back[i][t] = uint8(from)
		}
		at = next
	}
	path = make([]uint8, len(scores))
	last := uint8(end)
	if at[alone] >= at[end] {
		last = alone
	}
	for i := len(path) - 1; i >= 0; i-- {
		path[i] = last
		last = back[i][last]
	}
	return path
}

// negative is less than every sum of log-probabilities, and can be added to.
const negative = -1e300
