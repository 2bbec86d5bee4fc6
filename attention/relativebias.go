package attention

import (
	"math"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/weights"
)

// RelativeBias is T5's (Raffel et al. 2020, §2.1): a number for each head and each
// bucket of distances is learned and added to the scores. Near distances have a
// bucket each, far ones share, wider and wider up to Furthest; all beyond have the
// last, so that longer texts than those trained on get a bias too.
type RelativeBias struct {
	Weight   *graph.Node // [buckets, heads]
	Furthest int         // from here on distances are one; T5 has 128
	Both     bool        // half of the buckets are for keys after the query: encoders
}

// NewRelativeBias declares the weight, drawn from N(0, 1). T5 has 32 buckets.
func NewRelativeBias(s *graph.Scope, heads, buckets int, both bool) *RelativeBias {
	if least := map[bool]int{false: 2, true: 4}[both]; buckets < least || both && buckets%2 != 0 {
		s.Errorf("relative bias of %d buckets: want at least %d, and an even number if both ways", buckets, least)
		buckets = least
	}
	return &RelativeBias{s.Param("weight", weights.Normal(1), buckets, heads), 128, both}
}

// Forward is the bias [1, heads, query, key] or [batch, heads, query, key], which is
// added as a mask.
func (b *RelativeBias) Forward(p Places) *graph.Node {
	s, least := b.Weight.Graph().Scope(), b.Furthest
	if most := b.Weight.Dim(0) / 2; least <= most {
		s.Errorf("relative bias: furthest %d: want more than %d, half of the buckets", least, most)
		least = most + 1
	}
	table := make([]float64, 2*least+1) // of distances from -Furthest to Furthest
	for i := range table {
		table[i] = float64(b.bucket(i - least))
	}
	ahead := p.Ahead()
	if p.Query.Rank() == 2 {
		ahead = ahead.Unsqueeze(0, 1) // [1, 1, query, key]
	}
	ahead = ahead.Minimum(s.Whole(least)).Maximum(s.Whole(-least)).Add(s.Whole(least))
	rows := s.Table(table, len(table)).Cast(ahead.Dtype()).Gather(ahead, 0).Squeeze(1) // [batch, query, key]
	return b.Weight.Embedding(rows, -1).Transpose(0, 3, 1, 2)                          // [batch, heads, query, key]
}

// bucket is that of a key which stands ahead positions after the query.
func (b *RelativeBias) bucket(ahead int) int {
	n, first := b.Weight.Dim(0), 0
	away := -ahead
	if b.Both {
		n /= 2
		if ahead > 0 {
			first, away = n, ahead
		}
	}
	away = max(away, 0)
	exact := n / 2
	if away < exact {
		return first + away
	}
	far := math.Log(float64(away)/float64(exact)) / math.Log(float64(b.Furthest)/float64(exact)) * float64(n-exact)
	return first + min(exact+int(far), n-1)
}
