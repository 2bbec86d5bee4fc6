package generate

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
)

// key names a row's random numbers: the seed, a hash of its prompt, and how many
// equal prompts come before it in the batch. Rows beside it do not matter, and
// equal prompts are continued differently.
type key [3]uint64

// keys makes those of a batch.
func keys(seed uint64, prompts [][]int) []key {
	before := map[uint64]uint64{}
	list := make([]key, len(prompts))
	for i, p := range prompts {
		h := hash(p)
		list[i] = key{seed, h, before[h]}
		before[h]++
	}
	return list
}

// hash is FNV-1a over the bytes of the ids, 64 bits each.
func hash(ids []int) uint64 {
	h := uint64(14695981039346656037)
	for _, id := range ids {
		for shift := 0; shift < 64; shift += 8 {
			h = (h ^ uint64(id)>>shift&0xFF) * 1099511628211
		}
	}
	return h
}

// dice makes random numbers, each from its name alone.
type dice struct{ chacha rand.ChaCha8 }

// uniform is a number in [0, 1), for the token of a row at a step.
func (d *dice) uniform(k key, step int) float64 {
	var name [32]byte
	for i, word := range [4]uint64{k[0], k[1], k[2], uint64(step)} {
		binary.LittleEndian.PutUint64(name[8*i:], word)
	}
	d.chacha.Seed(name)
	return float64(d.chacha.Uint64()>>11) / (1 << 53)
}

// sample inverts the distribution function of softmax(logits) at u in [0, 1): the
// first token such that it and those before it have more than u of the
// probability. Weights are scratch [vocab].
func sample(logits []float32, weights []float64, u float64) int {
	highest := float64(slices.Max(logits))
	var all, below float64
	for i, l := range logits {
		weights[i] = math.Exp(float64(l) - highest)
		all += weights[i]
	}
	last := 0
	for i, w := range weights {
		if w == 0 {
			continue
		}
		last = i
		if below += w; below > u*all {
			break
		}
	}
	return last
}

// likeliest is the token with the highest logit, the first one of equals.
func likeliest(logits []float32) int {
	best := 0
	for i, l := range logits {
		if l > logits[best] {
			best = i
		}
	}
	return best
}
