package trainer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// Cutter gives the words of a line, its end included.
type Cutter interface {
	// Cut calls each with every word, which is valid until the next. The error is what
	// a step of the tokenizer says of the line.
	Cut(line []byte, each func(word []byte)) error
}

const chunkSize = 1 << 20

// Count counts the words of the lines of readers. Every worker has a cutter of its
// own, from newCutter.
func Count(readers []io.Reader, workers int, newCutter func() Cutter) ([]Word, error) {
	workers = max(workers, 1)
	chunks := make(chan []byte, workers)
	pool := sync.Pool{New: func() any { return new([]byte) }}
	counts := make([]*Counts, workers)
	errs := make([]error, workers+1)
	var failed atomic.Bool
	var team sync.WaitGroup
	for i := range counts {
		counts[i] = &Counts{}
		team.Go(func() {
			cutter := newCutter()
			for chunk := range chunks {
				if errs[i] == nil {
					errs[i] = counts[i].lines(chunk, cutter)
				}
				if errs[i] != nil {
					failed.Store(true)
				}
				pool.Put(&chunk)
			}
		})
	}
	c := &chunker{chunks: chunks, pool: &pool, failed: &failed}
	for i, r := range readers {
		if err := c.read(r); err != nil {
			errs[workers] = fmt.Errorf("text %d: %w", i, err)
			break
		}
	}
	close(chunks)
	team.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return Sorted(counts), nil
}

// lines counts the words of the lines of a chunk.
func (c *Counts) lines(chunk []byte, cutter Cutter) error {
	add := func(word []byte) { c.Add(word, 1) }
	for len(chunk) > 0 {
		n := bytes.IndexByte(chunk, '\n') + 1
		if n == 0 {
			n = len(chunk)
		}
		if err := cutter.Cut(chunk[:n], add); err != nil {
			return err
		}
		chunk = chunk[n:]
	}
	return nil
}

// chunker sends whole lines, about a chunk at a time.
type chunker struct {
	chunks chan<- []byte
	pool   *sync.Pool
	failed *atomic.Bool
}

const longestLine = 1<<31 - 1 - chunkSize

func (c *chunker) read(r io.Reader) error {
	rest := []byte(nil) // of a line that has not ended
	for !c.failed.Load() {
		chunk := append((*c.pool.Get().(*[]byte))[:0], rest...)
		begin := len(chunk)
		if need := begin + chunkSize; cap(chunk) < need {
			chunk = append(make([]byte, 0, need), chunk...)
		}
		n, err := io.ReadFull(r, chunk[begin:begin+chunkSize])
		chunk = chunk[:begin+n]
		if err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				c.chunks <- chunk
				return nil
			}
			return err
		}
		end := bytes.LastIndexByte(chunk, '\n') + 1
		rest = append(rest[:0], chunk[end:]...)
		if len(rest) > longestLine {
			return fmt.Errorf("a line of more than %d bytes", longestLine)
		}
		c.chunks <- chunk[:end]
	}
	return nil
}
