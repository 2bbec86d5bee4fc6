package tokenizer

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// EncodeBatch is the tokens of texts, in their order, made on all cores, and
// padded to the longest of them if the options say so. An error says which text
// it is of: the first that has one.
func (t *Tokenizer) EncodeBatch(texts []string) ([]*Encoding, error) {
	return t.batch(len(texts), func(i int) (*Encoding, error) {
		return t.unpadded(texts[i], "", 1)
	})
}

// EncodePairBatch is EncodeBatch for pairs of texts.
func (t *Tokenizer) EncodePairBatch(pairs [][2]string) ([]*Encoding, error) {
	return t.batch(len(pairs), func(i int) (*Encoding, error) {
		return t.unpadded(pairs[i][0], pairs[i][1], 2)
	})
}

// EncodeIDsBatch is EncodeIDs of texts, in their order, made on all cores. Padding
// is to the options' length, or else to the longest.
func (t *Tokenizer) EncodeIDsBatch(texts []string) ([][]int, error) {
	plain := &Tokenizer{parts: t.parts, options: t.options}
	plain.options.Padding = nil
	all := make([][]int, len(texts))
	err := parallel(len(texts), func(i int) (err error) {
		all[i], err = plain.EncodeIDs(texts[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	if p := t.options.Padding; p != nil {
		longest := 0
		for _, ids := range all {
			longest = max(longest, len(ids))
		}
		length := p.length(longest)
		for i, ids := range all {
			all[i] = p.padIDs(ids, length)
		}
	}
	return all, nil
}

func (p *Padding) padIDs(ids []int, length int) []int {
	n := length - len(ids)
	if n <= 0 {
		return ids
	}
	if p.Direction == "Left" {
		return append(p.fill(make([]int, 0, length), n), ids...)
	}
	return p.fill(append(make([]int, 0, length), ids...), n)
}

func (t *Tokenizer) batch(n int, encode func(i int) (*Encoding, error)) ([]*Encoding, error) {
	all := make([]*Encoding, n)
	err := parallel(n, func(i int) (err error) {
		all[i], err = encode(i)
		return err
	})
	if err != nil {
		return nil, err
	}
	if p := t.options.Padding; p != nil {
		longest := 0
		for _, e := range all {
			longest = max(longest, e.Len())
		}
		for _, e := range all {
			e.pad(p, p.length(longest))
		}
	}
	return all, nil
}

// parallel calls f with 0 to n-1 on all cores. The error is that of the smallest
// that has one.
func parallel(n int, f func(i int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var lock sync.Mutex
	var first error
	at := n
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if err := f(i); err != nil {
				lock.Lock()
				if i < at {
					at, first = i, fmt.Errorf("text %d: %w", i, err)
				}
				lock.Unlock()
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		group.Go(work)
	}
	work()
	group.Wait()
	return first
}
