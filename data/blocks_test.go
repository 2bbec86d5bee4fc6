package data_test

import (
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
	"github.com/gaze-ml/gaze/data/corpora"
	"github.com/gaze-ml/gaze/text/tokenizer"
)

// fill is a batch in memory of its own.
func fill(t *testing.T, b data.Batches, step int) data.Batch {
	t.Helper()
	var got data.Batch
	require.NoError(t, b.Fill(&got, step))
	return got
}

// Of tokens 0, 1, 2 … each row counts up from where it starts, y one ahead of x.
func TestRandomBlocksAreOfTheText(t *testing.T) {
	b, err := data.NewRandomBlocks(count(t, 100), 7, 9, 1)
	require.NoError(t, err)
	for step := range 50 {
		got := fill(t, b, step)
		require.Len(t, got.X, 63)
		require.Len(t, got.Y, 63)
		require.Equal(t, []int{7, 9, step, 63}, []int{got.Rows, got.Block, got.Step, got.Count})
		for i := range got.X {
			require.Equal(t, got.X[i]+1, got.Y[i])
			require.Equal(t, got.X[i/9*9]+i%9, got.X[i])
		}
	}
}

// A batch depends on seed and step alone: not on those before it, the memory it
// is written into, nor on the number of rows.
func TestRandomBlocksByStep(t *testing.T) {
	tokens := count(t, 10_000)
	b, err := data.NewRandomBlocks(tokens, 4, 8, 42)
	require.NoError(t, err)
	again, err := data.NewRandomBlocks(tokens, 4, 8, 42)
	require.NoError(t, err)
	wide, err := data.NewRandomBlocks(tokens, 6, 8, 42)
	require.NoError(t, err)
	other, err := data.NewRandomBlocks(tokens, 4, 8, 43)
	require.NoError(t, err)
	var used data.Batch
	for _, step := range []int{5, 0, 1 << 40, 5, 4} {
		want := fill(t, b, step)
		require.NoError(t, again.Fill(&used, step))
		require.Equal(t, want, used)
		require.Equal(t, want.X, fill(t, wide, step).X[:len(want.X)])
		require.NotEqual(t, want.X, fill(t, other, step).X)
		require.NotEqual(t, want.X, fill(t, b, step+1).X)
	}
}

// Where blocks begin must not change, or a run could not be resumed by a later
// version. The numbers are those of the formulas in Python.
func TestRandomBlocksStay(t *testing.T) {
	b, err := data.NewRandomBlocks(count(t, 1_000_000), 4, 1, 1337)
	require.NoError(t, err)
	require.Equal(t, []int{656_365, 406_191, 711_470, 398_879}, fill(t, b, 0).X)
	require.Equal(t, []int{281_200, 752_473, 738_719, 50_683}, fill(t, b, 1000).X)
}

// Every place is as likely, the first and the last included: χ² of 91 places
// over 91,000 draws has mean 90 and standard deviation √180.
func TestRandomBlocksEven(t *testing.T) {
	b, err := data.NewRandomBlocks(count(t, 100), 91, 9, 3)
	require.NoError(t, err)
	seen := make([]float64, 91)
	var got data.Batch
	for step := range 1_000 {
		require.NoError(t, b.Fill(&got, step))
		for row := range 91 {
			seen[got.X[row*9]]++
		}
	}
	var chi float64
	for _, n := range seen {
		chi += (n - 1_000) * (n - 1_000) / 1_000
	}
	require.InDelta(t, 90, chi, 5*math.Sqrt(180))
}

// Every token but the first is a label once, after the one before it, whatever
// the sizes.
func TestSequentialBlocksCover(t *testing.T) {
	for _, n := range []int{2, 3, 9, 10, 11, 100, 121, 122} {
		for _, rows := range []int{1, 2, 5} {
			for _, block := range []int{1, 3, 8, 200} {
				b, err := data.NewSequentialBlocks(count(t, n), rows, block)
				require.NoError(t, err)
				next := 1
				for step := range b.Steps() {
					got := fill(t, b, step)
					require.Len(t, got.X, rows*block)
					require.Len(t, got.Y, rows*block)
					require.Positive(t, got.Count)
					for i, y := range got.Y {
						if i >= got.Count {
							require.Equal(t, []int{0, data.Ignore}, []int{got.X[i], y})
							continue
						}
						require.Equal(t, []int{next - 1, next}, []int{got.X[i], y})
						next++
					}
				}
				require.Equal(t, n, next, "%d tokens, %d rows of %d", n, rows, block)
			}
		}
	}
}

func TestBlocksRefuse(t *testing.T) {
	_, validation, err := data.Split(count(t, 900), 0.9)
	require.NoError(t, err)
	_, err = data.NewRandomBlocks(validation, 4, 256, 1)
	require.EqualError(t, err,
		"block 256 needs at least 257 tokens, the validation split has 90: use a shorter block or more text")
	_, err = data.NewRandomBlocks(validation, 4, 90, 1)
	require.ErrorContains(t, err, "block 90 needs at least 91 tokens")
	_, err = data.NewRandomBlocks(validation, 4, 89, 1)
	require.NoError(t, err, "the whole split is one block")
	_, err = data.NewSequentialBlocks(count(t, 1), 4, 9)
	require.EqualError(t, err, "the text has 1 tokens: want at least 2, one to predict the other from")

	sizes := map[string][2]int{
		"batch of 0 rows: want at least 1":   {0, 8},
		"batch of -3 rows: want at least 1":  {-3, 8},
		"block of 0 tokens: want at least 1": {4, 0},
		"want at most 268435456 tokens":      {1 << 40, 1 << 40},
	}
	for want, s := range sizes {
		_, err = data.NewRandomBlocks(validation, s[0], s[1], 1)
		require.ErrorContains(t, err, want)
		_, err = data.NewSequentialBlocks(validation, s[0], s[1])
		require.ErrorContains(t, err, want)
	}
}

func TestFillRefuses(t *testing.T) {
	random, err := data.NewRandomBlocks(count(t, 90), 2, 8, 1)
	require.NoError(t, err)
	require.EqualError(t, random.Fill(new(data.Batch), -1), "batch -1: want 0 or more")
	b, err := data.NewSequentialBlocks(count(t, 90), 2, 8)
	require.NoError(t, err)
	for _, step := range []int{-1, 6} {
		require.ErrorContains(t, b.Fill(new(data.Batch), step), ": want 0 to 5")
	}
}

func TestFillAllocatesOnce(t *testing.T) {
	random, err := data.NewRandomBlocks(count(t, 1_000), 12, 64, 1)
	require.NoError(t, err)
	sequential, err := data.NewSequentialBlocks(count(t, 100_000), 12, 64)
	require.NoError(t, err)
	for _, b := range []data.Batches{random, sequential} {
		var got data.Batch
		step := 0
		require.Zero(t, testing.AllocsPerRun(100, func() {
			_ = b.Fill(&got, step)
			step++
		}))
	}
}

// A Chinese text goes all the way: what the batches hold is the text.
func TestPoems(t *testing.T) {
	text, err := data.ReadText("testdata/tang.txt")
	require.NoError(t, err)
	v, err := tokenizer.NewCharacters(text)
	require.NoError(t, err)
	tokens, err := data.EncodeText(text, v)
	require.NoError(t, err)
	b, err := data.NewSequentialBlocks(tokens, 3, 10)
	require.NoError(t, err)
	first := text[:len("帝")]
	for step := range b.Steps() {
		got := fill(t, b, step)
		first += v.Decode(got.Y[:got.Count])
	}
	require.Equal(t, text, first)
	raw, err := os.ReadFile("testdata/tang.txt")
	require.NoError(t, err)
	require.Equal(t, string(raw), text)
}

// nanoGPT's numbers of characters.
func TestShakespeareSplit(t *testing.T) {
	v, err := tokenizer.NewCharacters(corpora.TinyShakespeare())
	require.NoError(t, err)
	require.Equal(t, 65, v.Size())
	tokens, err := data.EncodeText(corpora.TinyShakespeare(), v)
	require.NoError(t, err)
	training, validation, err := data.Split(tokens, 0.9)
	require.NoError(t, err)
	require.Equal(t, 1_003_854, training.Len())
	require.Equal(t, 111_540, validation.Len())
}
