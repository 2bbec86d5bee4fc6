package encoded

import (
	"errors"
	"fmt"
)

// Truncation is how parts are cut.
type Truncation struct {
	Max      int // tokens of all parts
	Stride   int // tokens that a part repeats of the one before
	Strategy Strategy
	Left     bool // cut at the left
}

// Strategy says which of two texts is cut.
type Strategy int

// The strategies.
const (
	LongestFirst Strategy = iota
	OnlyFirst
	OnlySecond
)

// ErrTooShort is that the text which is to be cut is too short to be.
var ErrTooShort = errors.New("truncation: the text to be cut is too short to come to max_length")

// ErrNoSecond is that the second text is to be cut, and there is none.
var ErrNoSecond = errors.New("truncation: the second text is to be cut: there is only one")

// Apply cuts one or two parts to t.Max tokens together.
func (t Truncation) Apply(parts []Part) error {
	total := 0
	for i := range parts {
		total += len(parts[i].Tokens)
	}
	switch {
	case t.Max <= 0:
		return t.each(parts, func(int) int { return 0 })
	case total <= t.Max:
		return nil
	case t.Strategy == LongestFirst && len(parts) == 1:
		return t.cut(&parts[0], t.Max)
	case t.Strategy == LongestFirst:
		n := shares(len(parts[0].Tokens), len(parts[1].Tokens), t.Max)
		return t.each(parts, func(i int) int { return n[i] })
	}
	which := 0
	if t.Strategy == OnlySecond {
		if which = 1; len(parts) < 2 {
			return ErrNoSecond
		}
	}
	n := len(parts[which].Tokens) - (total - t.Max)
	if n <= 0 {
		return ErrTooShort
	}
	return t.cut(&parts[which], n)
}

func (t Truncation) each(parts []Part, most func(i int) int) error {
	for i := range parts {
		if err := t.cut(&parts[i], most(i)); err != nil {
			return err
		}
	}
	return nil
}

// shares is what two texts of n and m tokens may keep of most: the shorter one
// all of its, as long as that is not more than half.
func shares(n, m, most int) [2]int {
	short := min(n, m)
	long := max(short, most-short)
	if short+long > most {
		short = most / 2
		long = short + most%2
	}
	if n > m {
		return [2]int{long, short}
	}
	return [2]int{short, long}
}

// cut keeps at most tokens of a part; the others overflow in parts of at most,
// each of which begins with the last Stride of the one before.
func (t Truncation) cut(p *Part, most int) error {
	n := len(p.Tokens)
	switch {
	case most >= n:
		return nil
	case most == 0:
		p.Overflow = append(p.Overflow, p.Tokens)
		p.Tokens = nil
		return nil
	case t.Stride >= most:
		return fmt.Errorf("truncation: stride is %d: want less than the %d tokens that are left beside special ones",
			t.Stride, most)
	}
	all := p.Tokens
	for i := 0; ; i++ {
		from := i * (most - t.Stride)
		to := min(from+most, n)
		part := all[from:to:to]
		if t.Left {
			part = all[n-to : n-from : n-from]
		}
		if i == 0 {
			p.Tokens = clone(part)
		} else {
			p.Overflow = append(p.Overflow, clone(part))
		}
		if to == n {
			return nil
		}
	}
}

// clone is tokens of a part's own: overlapping parts are changed one by one.
func clone(tokens []Token) []Token { return append([]Token(nil), tokens...) }
