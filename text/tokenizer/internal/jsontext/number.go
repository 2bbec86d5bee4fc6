package jsontext

import (
	"math"
	"strconv"
)

// number is ±significand · 10^exponent.
type number struct {
	negative    bool
	significand uint64 // as many leading digits as fit
	exponent    int
	whole       bool // neither a point nor an exponent was written
}

// Int reads an integer from 0 to most.
func (s *Scanner) Int(most int) (int, error) {
	if c := s.Peek(); c != '-' && (c < '0' || c > '9') {
		return 0, s.unexpected("a whole number")
	}
	begin := s.at
	n, err := s.number()
	if err != nil {
		return 0, err
	}
	if !n.whole || n.negative || n.exponent > 0 || n.significand > uint64(most) {
		return 0, s.Errorf("%s: want a whole number from 0 to %d", s.data[begin:s.at], most)
	}
	return int(n.significand), nil
}

// Float reads a number as the reference does: the digits that fit 64 bits, times
// or divided by a power of ten. The result may be a unit in the last place off
// the nearest, and the best of two paths that are almost as good depends on it.
func (s *Scanner) Float() (float64, error) {
	if c := s.Peek(); c != '-' && (c < '0' || c > '9') {
		return 0, s.unexpected("a number")
	}
	n, err := s.number()
	if err != nil {
		return 0, err
	}
	const largest = 308
	f := float64(n.significand)
	for ; n.exponent < -largest && f != 0; n.exponent += largest {
		f /= 1e308
	}
	switch {
	case f == 0:
	case n.exponent > largest:
		f = math.Inf(1)
	case n.exponent >= 0:
		f *= power[n.exponent]
	default:
		f /= power[-n.exponent]
	}
	if math.IsInf(f, 0) {
		return 0, s.Errorf("a number that is too large")
	}
	if n.negative {
		f = -f
	}
	return f, nil
}

// power is the double nearest to each power of ten.
var power = func() (p [309]float64) {
	for i := range p {
		p[i], _ = strconv.ParseFloat("1e"+strconv.Itoa(i), 64)
	}
	return p
}()

func (s *Scanner) number() (n number, err error) {
	n.whole = true
	if s.at < len(s.data) && s.data[s.at] == '-' {
		n.negative = true
		s.at++
	}
	begin := s.at
	full := false // the significand has no room
	s.digits(func(d uint64) {
		if full = full || !n.add(d); full {
			n.exponent++
		}
	})
	if s.at == begin || s.data[begin] == '0' && s.at > begin+1 {
		return n, s.Errorf("a number without digits, or with zeros before it")
	}
	if s.at < len(s.data) && s.data[s.at] == '.' {
		n.whole = false
		s.at++
		begin = s.at
		s.digits(func(d uint64) {
			if full = full || !n.add(d); !full {
				n.exponent--
			}
		})
		if s.at == begin {
			return n, s.Errorf("a number without digits behind the point")
		}
	}
	return n, s.power(&n)
}

// power reads an exponent, if there is one.
func (s *Scanner) power(n *number) error {
	if s.at == len(s.data) || s.data[s.at]|0x20 != 'e' {
		return nil
	}
	n.whole = false
	s.at++
	sign := 1
	if s.at < len(s.data) && (s.data[s.at] == '+' || s.data[s.at] == '-') {
		if s.data[s.at] == '-' {
			sign = -1
		}
		s.at++
	}
	begin, e := s.at, 0
	s.digits(func(d uint64) { e = min(e*10+int(d), 1<<30) })
	if s.at == begin {
		return s.Errorf("a number without digits in its exponent")
	}
	n.exponent += sign * e
	return nil
}

func (s *Scanner) digits(each func(d uint64)) {
	for s.at < len(s.data) && '0' <= s.data[s.at] && s.data[s.at] <= '9' {
		each(uint64(s.data[s.at] - '0'))
		s.at++
	}
}

// add appends a digit, and says whether it fits.
func (n *number) add(d uint64) bool {
	const most = math.MaxUint64 / 10
	if n.significand > most || n.significand == most && d > math.MaxUint64%10 {
		return false
	}
	n.significand = n.significand*10 + d
	return true
}
