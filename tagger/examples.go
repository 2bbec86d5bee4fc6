package tagger

import (
	"fmt"
	"math/rand/v2"

	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/text/segment"
)

// ignored is a label that does not count.
const ignored = -100

// Examples are the characters of gold sentences, with their tags, as batches. It is
// not for several goroutines at once.
type Examples struct {
	// Forget is the share of ids that Random makes unknown, so that the network learns
	// what to do about those that are: 0.2 as NewExamples makes it.
	Forget float64

	symbols, pairs, labels []int // [n, 5], [n, 4], [n]
	batch                  int
	seed                   uint64
	order                  []int // of the epoch
	epoch                  int
	values                 graph.Values
	x, y, z                []int // of values
}

// NewExamples makes batches of so many characters, in an order drawn from seed anew
// each epoch. Gold sentences without a character are an error.
func NewExamples(v *Vocabulary, gold [][]string, batch int, seed uint64) (*Examples, error) {
	if batch < 1 {
		return nil, fmt.Errorf("tagger: batches of %d characters: want 1 or more", batch)
	}
	e := &Examples{Forget: 0.2, batch: batch, seed: seed, epoch: -1}
	for _, words := range gold {
		list, tags := segment.TagWords(words)
		for i := range list {
			e.symbols = append(e.symbols, make([]int, symbolPlaces)...)
			e.pairs = append(e.pairs, make([]int, pairPlaces)...)
			n := len(e.labels)
			v.places(list, i, e.symbols[n*symbolPlaces:], e.pairs[n*pairPlaces:])
			e.labels = append(e.labels, tags[i])
		}
	}
	if len(e.labels) == 0 {
		return nil, fmt.Errorf("tagger: the gold sentences have no character")
	}
	e.x, e.y, e.z = make([]int, batch*symbolPlaces), make([]int, batch*pairPlaces), make([]int, batch)
	e.values = newValues(e.x, e.y)
	e.values["labels"] = tensor.New(tensor.WithShape(batch), tensor.WithBacking(e.z))
	return e, nil
}

// newValues are tensors over symbols [n, 5] and pairs [n, 4].
func newValues(symbols, pairs []int) graph.Values {
	n := len(pairs) / pairPlaces
	return graph.Values{
		"symbols": tensor.New(tensor.WithShape(n, symbolPlaces), tensor.WithBacking(symbols)),
		"pairs":   tensor.New(tensor.WithShape(n, pairPlaces), tensor.WithBacking(pairs)),
	}
}

// Len is how many characters there are.
func (e *Examples) Len() int { return len(e.labels) }

// Steps is how many batches an epoch has.
func (e *Examples) Steps() int { return (len(e.labels) + e.batch - 1) / e.batch }

// Random is a batch of an epoch in its order, step counted from 0 over all epochs. The
// same memory is used each time.
func (e *Examples) Random(step int) (graph.Values, error) {
	epoch, i := step/e.Steps(), step%e.Steps()
	if e.epoch != epoch {
		e.order, e.epoch = rand.New(rand.NewPCG(e.seed, uint64(epoch))).Perm(e.Len()), epoch
	}
	e.fill(i, func(k int) int { return e.order[k] })
	random := rand.New(rand.NewPCG(^e.seed, uint64(step)))
	forget(e.x, e.Forget, random)
	forget(e.y, e.Forget, random)
	return e.values, nil
}

// forget makes ids unknown, a share of them.
func forget(ids []int, share float64, random *rand.Rand) {
	for i := range ids {
		if random.Float64() < share {
			ids[i] = unknown
		}
	}
}

// Sequential is batch i in the order of the text.
func (e *Examples) Sequential(i int) (graph.Values, error) {
	e.fill(i, func(k int) int { return k })
	return e.values, nil
}

// fill takes the characters from i·batch on; after the last one labels do not count.
func (e *Examples) fill(i int, order func(k int) int) {
	for row := range e.batch {
		k := i*e.batch + row
		if k >= e.Len() {
			e.z[row] = ignored
			continue
		}
		k = order(k)
		copy(e.x[row*symbolPlaces:], e.symbols[k*symbolPlaces:(k+1)*symbolPlaces])
		copy(e.y[row*pairPlaces:], e.pairs[k*pairPlaces:(k+1)*pairPlaces])
		e.z[row] = e.labels[k]
	}
}
