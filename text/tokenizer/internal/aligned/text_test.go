package aligned

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/mallocs"
	"github.com/gaze-ml/gaze/internal/unicode15"
)

// places is what each byte of a text stands for, [start, end) one after the other.
func places(t *Text) (list []int) {
	for i := range t.Len() {
		from, to := t.Original(i, i+1)
		list = append(list, from, to)
	}
	return list
}

func TestIdentity(t *testing.T) {
	var x Text
	x.Reset("aé中", 10)
	require.True(t, x.Identity())
	require.Equal(t, "aé中", string(x.Bytes()))
	from, to := x.Original(1, 6)
	require.Equal(t, []int{11, 16}, []int{from, to})
	x.Map(unicode.ToUpper)
	require.Equal(t, "AÉ中", string(x.Bytes()))
	require.True(t, x.Identity(), "as many bytes for each character")
}

func TestBytesThatAreNoText(t *testing.T) {
	var x Text
	x.Reset("a\xffé\xe4\xb8", 0)
	require.Equal(t, "a\ufffdé\ufffd\ufffd", string(x.Bytes()))
	require.Equal(t, []int{0, 1, 1, 2, 1, 2, 1, 2, 2, 4, 2, 4, 4, 5, 4, 5, 4, 5, 5, 6, 5, 6, 5, 6}, places(&x))
}

func TestPut(t *testing.T) {
	var x Text
	x.Reset("abcd", 0)
	x.Begin()
	x.Put('_', 1)  // before all: stands for nothing
	x.Put('x', -1) // a, and b goes
	x.Put('y', 1)  // as the byte before, b
	x.Keep(1)
	x.Skip(1)
	x.Put('z', 0) // nothing is left to stand for but the last
	x.End()
	require.Equal(t, "_xycz", string(x.Bytes()))
	require.Equal(t, []int{0, 0, 0, 1, 1, 2, 2, 3, 3, 4}, places(&x))
	from, to := x.Original(1, 4)
	require.Equal(t, []int{0, 3}, []int{from, to})
	from, to = x.Original(5, 5)
	require.Equal(t, []int{4, 4}, []int{from, to}, "the end")
}

func TestEditsOfEdits(t *testing.T) {
	var x Text
	x.Reset(" aé", 0)
	x.Prepend("__")
	require.Equal(t, "__ aé", string(x.Bytes()))
	require.Equal(t, []int{0, 1, 0, 1, 0, 1, 1, 2, 2, 4, 2, 4}, places(&x))
	x.Filter(func(r rune) bool { return r != '_' })
	require.Equal(t, []int{0, 1, 1, 2, 2, 4, 2, 4}, places(&x))
	x.Transform([]unicode15.Change{{Rune: 'e', Step: -1}}, 1)
	require.Equal(t, "e", string(x.Bytes()))
	require.Equal(t, []int{1, 2}, places(&x))
	x.Filter(func(rune) bool { return false })
	require.Zero(t, x.Len())
	from, to := x.Original(0, 0)
	require.Equal(t, []int{4, 4}, []int{from, to}, "nothing is left of four bytes")
	x.Prepend("_")
	require.Zero(t, x.Len(), "an empty text stays empty")
}

func TestPutBytes(t *testing.T) {
	var x Text
	x.Reset("a é\x00", 0)
	x.Begin()
	x.PutBytes(x.Len())
	x.End()
	require.Equal(t, "aĠÃ©Ā", string(x.Bytes()))
	require.Equal(t, []int{0, 1, 1, 2, 1, 2, 2, 4, 2, 4, 2, 4, 2, 4, 4, 5, 4, 5}, places(&x))
}

func TestNothingIsAllocatedAgain(t *testing.T) {
	text := strings.Repeat("Ab é中\n", 1000)
	var x Text
	once := func() {
		x.Reset(text, 0)
		x.Map(unicode.ToLower)
		x.Filter(func(r rune) bool { return r != '\n' })
		x.Prepend("▁")
		x.Begin()
		x.PutBytes(x.Len())
		x.End()
	}
	once()
	once() // memory is exchanged with every edit
	require.Zero(t, mallocs.Fewest(5, once))
}
