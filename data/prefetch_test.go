package data_test

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/data"
)

// The batches are the same ones in the same order, from any first one on, and
// each stays as it is until the next is asked for.
func TestPrefetchIsTheSame(t *testing.T) {
	random, err := data.NewRandomBlocks(count(t, 1_000), 3, 8, 7)
	require.NoError(t, err)
	for _, ahead := range []int{1, 2, 16} {
		for _, first := range []int{0, 5} {
			p, err := data.NewPrefetch(random, first, ahead)
			require.NoError(t, err)
			for step := first; step < first+50; step++ {
				got, err := p.Next()
				require.NoError(t, err)
				runtime.Gosched() // let it run ahead
				require.Equal(t, fill(t, random, step), *got)
			}
			p.Close()
		}
	}
}

func TestPrefetchEnds(t *testing.T) {
	b, err := data.NewSequentialBlocks(count(t, 100), 2, 8)
	require.NoError(t, err)
	for first := range b.Steps() + 1 {
		p, err := data.NewPrefetch(b, first, 3)
		require.NoError(t, err)
		for step := first; step < b.Steps(); step++ {
			got, err := p.Next()
			require.NoError(t, err)
			require.Equal(t, fill(t, b, step), *got)
		}
		for range 3 {
			_, err = p.Next()
			require.Equal(t, io.EOF, err)
		}
		p.Close()
	}
}

// bounded counts what has been filled, and fails where it is told to.
type bounded struct {
	filled atomic.Int64
	fails  int
}

var errFails = errors.New("batch fails")

func (b *bounded) Steps() int { return data.Endless }

func (b *bounded) Fill(batch *data.Batch, step int) error {
	b.filled.Add(1)
	if step == b.fails {
		return errFails
	}
	batch.Step = step
	return nil
}

func TestPrefetchIsBounded(t *testing.T) {
	b := &bounded{fails: -1}
	p, err := data.NewPrefetch(b, 0, 4)
	require.NoError(t, err)
	defer p.Close()
	for taken := range int64(20) {
		require.Eventually(t, func() bool { return b.filled.Load() >= taken+4 }, 10*time.Second, 10*time.Microsecond)
		require.LessOrEqual(t, b.filled.Load(), taken+5)
		_, err := p.Next()
		require.NoError(t, err)
	}
}

func TestPrefetchFails(t *testing.T) {
	p, err := data.NewPrefetch(&bounded{fails: 3}, 0, 8)
	require.NoError(t, err)
	defer p.Close()
	for range 3 {
		_, err := p.Next()
		require.NoError(t, err)
	}
	for range 3 {
		_, err := p.Next()
		require.Equal(t, errFails, err)
	}
}

// Close ends the goroutine whatever it is doing, and wakes who waits.
func TestPrefetchCloses(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 100 {
		p, err := data.NewPrefetch(&bounded{fails: -1}, 0, 2)
		require.NoError(t, err)
		var wait sync.WaitGroup
		wait.Go(func() {
			for {
				if _, err := p.Next(); err != nil {
					require.ErrorContains(t, err, "prefetch: it is closed")
					return
				}
			}
		})
		wait.Go(p.Close)
		p.Close()
		wait.Wait()
		p.Close()
	}
	// A goroutine that has told a WaitGroup of its end may still be there a moment.
	for range 1_000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestNewPrefetchRefuses(t *testing.T) {
	b, err := data.NewSequentialBlocks(count(t, 100), 2, 8)
	require.NoError(t, err)
	_, err = data.NewPrefetch(b, 0, 0)
	require.EqualError(t, err, "prefetch: 0 batches ahead: want 1 to 1024")
	_, err = data.NewPrefetch(b, 0, 1<<40)
	require.ErrorContains(t, err, "want 1 to 1024")
	_, err = data.NewPrefetch(b, 8, 1)
	require.EqualError(t, err, "prefetch: first batch 8: want 0 to 7")
	_, err = data.NewPrefetch(&bounded{}, -1, 1)
	require.EqualError(t, err, "prefetch: first batch -1: want 0 or more")
}
