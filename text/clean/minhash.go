package clean

import (
	"math"
	"math/rand/v2"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// minHashes is how many hashes a signature has.
const minHashes = 128

// signature is a text for comparison: of two texts the share of equal numbers
// estimates the Jaccard index of their shingles, |A∩B|/|A∪B|, with a standard error
// of sqrt(J(1-J)/128), 0.035 at 0.8 (Broder, On the Resemblance and Containment of
// Documents, 1997).
type signature [minHashes]uint32

// shingle is how many characters one has. White space counts as one space, letters
// as small.
const shingle = 5

// hasher makes signatures.
type hasher struct {
	multiply, add [minHashes]uint64
}

func newHasher(seed uint64) *hasher {
	h := &hasher{}
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range minHashes {
		h.multiply[i], h.add[i] = random.Uint64()|1, random.Uint64()
	}
	return h
}

// sign makes the signature of a text, and counts its shingles.
func (h *hasher) sign(text string, s *signature) (shingles int) {
	for i := range s {
		s[i] = math.MaxUint32
	}
	var window [shingle]uint64
	seen := 0
	space := true
	for _, r := range text {
		if unicode15.Space(r) {
			if space {
				continue
			}
			r = ' '
		}
		space = r == ' '
		copy(window[:], window[1:])
		window[shingle-1] = uint64(unicode15.LowerRune(r))
		if seen++; seen >= shingle {
			h.take(mixed(&window), s)
			shingles++
		}
	}
	return shingles
}

// mixed is one number for the characters of a shingle: five of 21 bits, folded.
func mixed(w *[shingle]uint64) uint64 {
	x := w[0] | w[1]<<21 | w[2]<<42
	y := w[3] | w[4]<<21
	x = (x ^ x>>32) * 0xD6E8FEB86659FD93
	x = (x ^ x>>32 ^ y) * 0xD6E8FEB86659FD93
	x = (x ^ x>>32) * 0xD6E8FEB86659FD93 // a mixer of 64 bits, xmx
	return x ^ x>>32
}

// take lowers the numbers of a signature to the hashes of a shingle: the upper bits of
// a·x + b.
func (h *hasher) take(x uint64, s *signature) {
	for i := range s {
		if v := uint32((x*h.multiply[i] + h.add[i]) >> 32); v < s[i] {
			s[i] = v
		}
	}
}

// alike is the estimate of the Jaccard index of two texts.
func (s *signature) alike(t *signature) float64 {
	n := 0
	for i := range s {
		if s[i] == t[i] {
			n++
		}
	}
	return float64(n) / minHashes
}
