package data

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// SentencePairs are batches of pairs of texts that BERT is pretrained on: of a pair
// the second goes on where the first ends, or comes from another document, and some
// words of both are hidden. They are made as in create_pretraining_data.py (see
// plan), anew in each epoch:
//
//	[CLS] first [SEP] second [SEP]
//
// Pairs of similar lengths come together, as of LengthBatches. Batch number step is
// a function of the documents, the fields, the seed and step, and of nothing else:
// who resumes at a step needs to remember the step alone.
type SentencePairs struct {
	// Masking hides words; nil hides none.
	Masking *Masking

	// Short is the share of documents, in an epoch, whose pairs are of a length drawn
	// between 2 and the longest; BERT's is 0.1, so that it meets short texts too.
	Short float64

	documents *Documents
	longest   int // tokens of a pair, special ones included
	rows      int
	seed      uint64
	special   specialTokens

	mu     sync.Mutex
	starts []int // the first batch of each epoch that was planned, and the end of the last
	now    epochPlan
}

// epochPlan is the pairs of an epoch, and which of them are in which batch.
type epochPlan struct {
	epoch int
	pairs []pair
	dealt *LengthBatches
}

// specialTokens are those around two texts.
type specialTokens struct{ pad, begin, end int }

// NewSentencePairs makes batches of rows pairs, of at most longest tokens, which is
// 5 or more, of two documents or more. An epoch's last batch may have fewer. t must
// have BERT's special tokens, and be what the documents were read with.
func NewSentencePairs(d *Documents, t *tokenizer.Tokenizer, longest, rows int, seed uint64) (*SentencePairs, error) {
	if err := checkSizes(rows, longest); err != nil {
		return nil, err
	}
	switch {
	case longest < 5:
		return nil, fmt.Errorf("pairs of %d tokens: want 5 or more, as three are special", longest)
	case d.Len() < 2:
		return nil, fmt.Errorf("pairs: %s has one document: want two or more, parted by blank lines, as next sentences "+
			"that are not the next are taken from another", d.name)
	case vocabOf(t) != d.tokens.Vocab():
		return nil, fmt.Errorf("pairs: the tokenizer has ids up to %d, %s up to %d: want the one that they were read with",
			vocabOf(t)-1, d.name, d.tokens.Vocab()-1)
	}
	s := &SentencePairs{Short: 0.1, documents: d, longest: longest, rows: rows, seed: seed, starts: []int{0}, now: epochPlan{epoch: -1}}
	var missing error
	for token, id := range map[string]*int{"[PAD]": &s.special.pad, "[CLS]": &s.special.begin, "[SEP]": &s.special.end} {
		var ok bool
		if *id, ok = t.ID(token); !ok {
			missing = errors.Join(missing, fmt.Errorf("pairs: the tokenizer has no token %s", token))
		}
	}
	return s, missing
}

// Epoch is where batch number step, 0 or more, lies: in which epoch, and how many of
// it come before.
func (s *SentencePairs) Epoch(step int) (epoch, before int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(step)
}

// PerEpoch is how many batches an epoch has, 0 or more.
func (s *SentencePairs) PerEpoch(epoch int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.starts) <= epoch+1 {
		if err := s.prepare(len(s.starts) - 1); err != nil {
			return 0, err
		}
	}
	return s.starts[epoch+1] - s.starts[epoch], nil
}

// find plans epochs until one has the step.
func (s *SentencePairs) find(step int) (epoch, before int, err error) {
	if step < 0 {
		return 0, 0, fmt.Errorf("batch %d: want 0 or more", step)
	}
	for s.starts[len(s.starts)-1] <= step {
		if err := s.prepare(len(s.starts) - 1); err != nil {
			return 0, 0, err
		}
	}
	at, found := slices.BinarySearch(s.starts, step)
	if !found {
		at--
	}
	return at, step - s.starts[at], nil
}

// prepare plans an epoch, unless it is the one that is planned.
func (s *SentencePairs) prepare(epoch int) error {
	if epoch == s.now.epoch {
		return nil
	}
	pairs := s.plan(epoch)
	lengths := make([]int, len(pairs))
	for i := range pairs {
		lengths[i] = pairs[i].len()
	}
	dealt, err := NewLengthBatches(lengths, s.rows, draw(s.seed, uint64(epoch)))
	if err != nil {
		return err
	}
	s.now = epochPlan{epoch, pairs, dealt}
	if epoch == len(s.starts)-1 {
		s.starts = append(s.starts, s.starts[epoch]+dealt.PerEpoch())
	}
	return nil
}
