package encoded

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func numbered(from, n int32) (tokens []Token) {
	for i := range n {
		tokens = append(tokens, Token{ID: from + i})
	}
	return tokens
}

func ids(tokens []Token) (list []int32) {
	for _, t := range tokens {
		list = append(list, t.ID)
	}
	return list
}

func TestTruncate(t *testing.T) {
	for name, c := range map[string]struct {
		cut           Truncation
		first, second []int32
		overflow      int
	}{
		"enough":       {Truncation{Max: 9}, []int32{0, 1, 2, 3, 4}, []int32{10, 11, 12}, 0},
		"longest":      {Truncation{Max: 6}, []int32{0, 1, 2}, []int32{10, 11, 12}, 1},
		"both":         {Truncation{Max: 5}, []int32{0, 1, 2}, []int32{10, 11}, 1},
		"left":         {Truncation{Max: 6, Left: true}, []int32{2, 3, 4}, []int32{10, 11, 12}, 1},
		"first":        {Truncation{Max: 5, Strategy: OnlyFirst}, []int32{0, 1}, []int32{10, 11, 12}, 2},
		"first stride": {Truncation{Max: 5, Stride: 1, Strategy: OnlyFirst}, []int32{0, 1}, []int32{10, 11, 12}, 3},
		"second":       {Truncation{Max: 6, Strategy: OnlySecond}, []int32{0, 1, 2, 3, 4}, []int32{10}, 0},
		"nothing":      {Truncation{Max: 0}, nil, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			parts := []Part{{Tokens: numbered(0, 5)}, {Tokens: numbered(10, 3)}}
			require.NoError(t, c.cut.Apply(parts))
			require.Equal(t, c.first, ids(parts[0].Tokens))
			require.Equal(t, c.second, ids(parts[1].Tokens))
			require.Len(t, parts[0].Overflow, c.overflow)
		})
	}
}

func TestTruncateRefuses(t *testing.T) {
	parts := func() []Part { return []Part{{Tokens: numbered(0, 5)}, {Tokens: numbered(10, 3)}} }
	require.ErrorIs(t, Truncation{Max: 3, Strategy: OnlyFirst}.Apply(parts()), ErrTooShort)
	require.ErrorIs(t, Truncation{Max: 3, Strategy: OnlySecond}.Apply(parts()[:1]), ErrNoSecond)
	require.ErrorContains(t, Truncation{Max: 4, Stride: 2}.Apply(parts()), "stride is 2")
}
