package trie

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A trie finds what a look at every key finds, for keys of any bytes.
func TestTrieFindsKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, letters := range []int{2, 5, 256} {
		text := func() string {
			b := make([]byte, r.IntN(7))
			for i := range b {
				b[i] = byte(r.IntN(letters))
			}
			return string(b)
		}
		var keys []Key
		values := map[string]int32{}
		for i := range int32(3000) {
			k := Key{text(), i}
			keys = append(keys, k)
			if k.Text != "" {
				values[k.Text] = k.Value // the last of equal ones
			}
		}
		tr := New(keys)
		for range 5000 {
			word := text() + text()
			want, size := int32(None), 0
			for n := 1; n <= len(word); n++ {
				if v, ok := values[word[:n]]; ok {
					want, size = v, n
				}
			}
			value, length, taken := tr.Longest([]byte(word))
			require.Equal(t, want, value)
			require.Equal(t, size, length)
			require.LessOrEqual(t, taken, len(word))
			require.LessOrEqual(t, taken, 7)
		}
	}
}

func TestTrieOfNothing(t *testing.T) {
	value, length, _ := New(nil).Longest([]byte("a"))
	require.Equal(t, int32(None), value)
	require.Zero(t, length)
	deep := New([]Key{{strings.Repeat("x", 1<<20), 3}})
	value, length, _ = deep.Longest([]byte(strings.Repeat("x", 1<<20+1)))
	require.Equal(t, int32(3), value)
	require.Equal(t, 1<<20, length)
}
