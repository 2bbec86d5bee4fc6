package tokenizer_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

func TestStream(t *testing.T) {
	for _, c := range []struct {
		ids  []int
		want []string // after each, and at the end
	}{
		{[]int{6, 7}, []string{"a", " b", ""}},
		{[]int{3, 4, 5, 8}, []string{"", "", "€", "c", ""}},
		{[]int{3, 4}, []string{"", "", "\xe2\x82"}},
		{[]int{3, 8, 4, 8}, []string{"", "\xe2c", "\x82", "c", ""}}, // they never become a character
		{[]int{3, 4, 3, 4, 5}, []string{"", "", "\xe2\x82", "", "€", ""}},
		{[]int{1, 6, 1, 6}, []string{"", "a", "", "a", ""}},
	} {
		s, p := tokenizer.NewStream(pieces(t)), pieces(t)
		for range 2 { // a stream begins again
			var got []string
			all := ""
			for _, id := range c.ids {
				got = append(got, s.Next(id))
			}
			got = append(got, s.End())
			for _, text := range got {
				all += text
			}
			require.Equal(t, c.want, got, "%v", c.ids)
			require.Equal(t, p.Decode(c.ids), all)
		}
	}
}

// A character of several tokens is shown when it is whole.
func ExampleStream() {
	p, _ := tokenizer.NewPieces([]string{"<unk>", "<s>", "</s>", "▁5", "<0xE2>", "<0x82>", "<0xAC>"})
	s := tokenizer.NewStream(p)
	for _, id := range []int{1, 3, 4, 5, 6} {
		fmt.Printf("%q ", s.Next(id))
	}
	// Output: "" "5" "" "" "€"
}

func ExampleDecoder() {
	p, _ := tokenizer.NewPieces([]string{"<unk>", "<s>", "</s>", "▁a"})
	var d tokenizer.Decoder = p
	fmt.Printf("%q %q", d.Text(tokenizer.Start, 3), d.Text(3, 3))
	// Output: "a" " a"
}
