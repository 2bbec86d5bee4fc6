package generate_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/generate"
)

func TestForks(t *testing.T) {
	var f generate.Forks
	f.Begin(3)
	same := make([]int, 3)
	follow := func(from, at, want []int) {
		t.Helper()
		f.Follow(from, at, same)
		require.Equal(t, want, same)
	}
	follow([]int{0, 0, 2}, []int{5, 5, 4}, []int{5, 0, 4}) // nothing in common yet
	follow([]int{1, 0, 2}, []int{6, 6, 5}, []int{5, 5, 5}) // they parted at 5, and change places
	follow([]int{0, 1, 1}, []int{7, 7, 7}, []int{7, 7, 0})
	follow([]int{2, 2, 2}, []int{8, 8, 8}, []int{5, 7, 8})
	follow([]int{0, 1, 2}, []int{9, 6, 9}, []int{9, 6, 9}) // row 1 is written anew from 6 on
	follow([]int{2, 2, 1}, []int{9, 9, 6}, []int{8, 6, 6})
	f.Follow([]int{0, 2}, []int{9, 6}, nil) // fewer rows
	f.Follow([]int{0, 1, 0, 1}, []int{10, 7, 10, 7}, nil)
	same = make([]int, 4)
	follow([]int{0, 0, 3, 2}, []int{11, 11, 8, 11}, []int{11, 6, 6, 6})
}

// What Forks counts is what rows have in common: rows that are copied only from there
// on are those that they go on from. A search twice as long copies about twice as much,
// not four times.
func TestForksCopyLittle(t *testing.T) {
	const beams = 5
	copied := func(steps int) (total int) {
		r := rand.New(rand.NewPCG(1, 2))
		var f generate.Forks
		f.Begin(beams)
		cache, texts := make([][]int, beams), make([][]int, beams)
		for i := range cache {
			cache[i] = make([]int, steps)
		}
		from, at, same := make([]int, beams), make([]int, beams), make([]int, beams)
		for step := range steps {
			old, was := make([][]int, beams), make([][]int, beams)
			for i := range beams {
				old[i], was[i] = append([]int{}, cache[i]...), texts[i]
			}
			for i := range beams {
				from[i], at[i] = r.IntN(beams), step
			}
			f.Follow(from, at, same)
			for i, p := range from {
				texts[i] = append(append([]int{}, was[p]...), r.IntN(1e9))
				copy(cache[i][same[i]:step], old[p][same[i]:step])
				total += step - same[i]
				cache[i][step] = texts[i][step]
				require.Equal(t, texts[i], cache[i][:step+1])
			}
		}
		return total
	}
	short, long := copied(200), copied(400)
	require.Less(t, long, 5*short/2)
	require.Less(t, long, 400*beams*12, "some positions a row and step, and not the text")
}

func BenchmarkForks(b *testing.B) {
	var f generate.Forks
	f.Begin(8)
	from, at, same := []int{0, 0, 2, 1, 4, 4, 3, 7}, make([]int, 8), make([]int, 8)
	b.ReportAllocs()
	for b.Loop() {
		f.Follow(from, at, same)
	}
}

// Both rows go on from the first, and then change places: they part at position 5.
func ExampleForks() {
	var f generate.Forks
	f.Begin(2)
	same := make([]int, 2)
	f.Follow([]int{0, 0}, []int{5, 5}, same)
	fmt.Println(same)
	f.Follow([]int{1, 0}, []int{6, 6}, same)
	fmt.Println(same)
	// Output:
	// [5 0]
	// [5 5]
}
