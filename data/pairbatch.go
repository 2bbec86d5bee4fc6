package data

import "slices"

// PairBatch is a batch of SentencePairs, row after row. Fill makes its slices once
// and then writes into them.
type PairBatch struct {
	IDs, Types []int  // [batch, seq]; types are 1 in the second text, and for its [SEP]
	Seen       []bool // [batch, seq]: where there is no padding
	Labels     []int  // [batch, seq]: what was hidden, Ignore elsewhere
	Next       []int  // [batch]: 0 if the second text follows the first, 1 if not
	Rows, Seq  int
	Hidden     int // tokens
	Tokens     int // that are no padding

	joined []bool // [seq]
}

// pairWidth is what batches are padded to a multiple of, so that few shapes come.
const pairWidth = 16

// Fill writes batch number step, 0 or more, into b. Rows are padded to a multiple of
// 16, or to the longest that a pair may be, whichever is less.
func (s *SentencePairs) Fill(b *PairBatch, step int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	epoch, number, err := s.find(step)
	if err == nil {
		err = s.prepare(epoch)
	}
	var which []int
	if err == nil {
		which, err = s.now.dealt.Fill(nil, number)
	}
	if err != nil {
		return err
	}
	seq := s.now.pairs[which[len(which)-1]].len() // they are sorted
	b.resize(len(which), min((seq+pairWidth-1)/pairWidth*pairWidth, s.longest))
	for row, i := range which {
		s.row(b, row, &s.now.pairs[i])
		if s.Masking == nil {
			continue
		}
		at, n := row*b.Seq, s.now.pairs[i].len()
		if err := s.Masking.Apply(b.IDs[at:at+n], b.Labels[at:at+n], b.joined[:n], uint64(epoch), uint64(i)); err != nil {
			return err
		}
	}
	for _, l := range b.Labels {
		if l != Ignore {
			b.Hidden++
		}
	}
	return nil
}

// row writes a pair, with nothing hidden, and which of its tokens are joined.
func (s *SentencePairs) row(b *PairBatch, row int, p *pair) {
	at := row * b.Seq
	ids, types, seen := b.IDs[at:at+b.Seq], b.Types[at:at+b.Seq], b.Seen[at:at+b.Seq]
	n, half := p.len(), p.first[1]-p.first[0]+2
	for i := range ids {
		ids[i], types[i], seen[i], b.Labels[at+i] = s.special.pad, 0, i < n, Ignore
		if i >= half && i < n {
			types[i] = 1
		}
	}
	clear(b.joined)
	text := func(to int, from [2]int) {
		s.documents.tokens.Copy(ids[to:to+from[1]-from[0]], from[0])
		copy(b.joined[to:], s.documents.joined[from[0]:from[1]])
	}
	ids[0], ids[half-1], ids[n-1] = s.special.begin, s.special.end, s.special.end
	text(1, p.first)
	text(half, p.second)
	b.Tokens += n
	if b.Next[row] = 0; p.random {
		b.Next[row] = 1
	}
}

// resize gives the slices their lengths, and new memory only if they lack it.
func (b *PairBatch) resize(rows, seq int) {
	n := rows * seq
	b.IDs = slices.Grow(b.IDs[:0], n)[:n]
	b.Types = slices.Grow(b.Types[:0], n)[:n]
	b.Seen = slices.Grow(b.Seen[:0], n)[:n]
	b.Labels = slices.Grow(b.Labels[:0], n)[:n]
	b.Next = slices.Grow(b.Next[:0], rows)[:rows]
	b.joined = slices.Grow(b.joined[:0], seq)[:seq]
	b.Rows, b.Seq, b.Hidden, b.Tokens = rows, seq, 0, 0
}
