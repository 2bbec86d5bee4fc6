package weights

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

const opStop = '.'

// opcodes are those of pickletools that a dict of tensors needs; the comment of
// each is its name there.
var opcodes = [256]func(u *unpickler) error{
	0x80: func(u *unpickler) error { return u.protocol() },                       // PROTO
	0x95: func(u *unpickler) error { _, err := u.number(8); return err },         // FRAME
	'N':  func(u *unpickler) error { return u.push(nil) },                        // NONE
	0x88: func(u *unpickler) error { return u.push(true) },                       // NEWTRUE
	0x89: func(u *unpickler) error { return u.push(false) },                      // NEWFALSE
	'J':  func(u *unpickler) error { return u.whole(4) },                         // BININT
	'K':  func(u *unpickler) error { return u.unsigned(1) },                      // BININT1
	'M':  func(u *unpickler) error { return u.unsigned(2) },                      // BININT2
	0x8a: func(u *unpickler) error { return u.long() },                           // LONG1
	'G':  func(u *unpickler) error { return u.float() },                          // BINFLOAT
	0x8c: func(u *unpickler) error { return u.text(1) },                          // SHORT_BINUNICODE
	'X':  func(u *unpickler) error { return u.text(4) },                          // BINUNICODE
	0x8d: func(u *unpickler) error { return u.text(8) },                          // BINUNICODE8
	'(':  func(u *unpickler) error { return u.mark() },                           // MARK
	')':  func(u *unpickler) error { return u.push(tuple(nil)) },                 // EMPTY_TUPLE
	0x85: func(u *unpickler) error { return u.tuple(1) },                         // TUPLE1
	0x86: func(u *unpickler) error { return u.tuple(2) },                         // TUPLE2
	0x87: func(u *unpickler) error { return u.tuple(3) },                         // TUPLE3
	't':  func(u *unpickler) error { return u.marked((*unpickler).pushTuple) },   // TUPLE
	']':  func(u *unpickler) error { return u.push(new(list)) },                  // EMPTY_LIST
	'a':  func(u *unpickler) error { return u.last(1, (*unpickler).appendList) }, // APPEND
	'e':  func(u *unpickler) error { return u.marked((*unpickler).appendList) },  // APPENDS
	'}':  func(u *unpickler) error { return u.push(new(dictionary)) },            // EMPTY_DICT
	's':  func(u *unpickler) error { return u.last(2, (*unpickler).setItems) },   // SETITEM
	'u':  func(u *unpickler) error { return u.marked((*unpickler).setItems) },    // SETITEMS
	'q':  func(u *unpickler) error { return u.put(1) },                           // BINPUT
	'r':  func(u *unpickler) error { return u.put(4) },                           // LONG_BINPUT
	0x94: func(u *unpickler) error { return u.memoize(uint64(len(u.memo))) },     // MEMOIZE
	'h':  func(u *unpickler) error { return u.get(1) },                           // BINGET
	'j':  func(u *unpickler) error { return u.get(4) },                           // LONG_BINGET
	'c':  func(u *unpickler) error { return u.global() },                         // GLOBAL
	0x93: func(u *unpickler) error { return u.last(2, (*unpickler).find) },       // STACK_GLOBAL
	'Q':  func(u *unpickler) error { return u.last(1, (*unpickler).storage) },    // BINPERSID
	'R':  func(u *unpickler) error { return u.last(2, (*unpickler).reduce) },     // REDUCE
	'b':  func(u *unpickler) error { return u.last(1, (*unpickler).build) },      // BUILD
}

func (u *unpickler) protocol() error {
	n, err := u.number(1)
	if err == nil && (n < 2 || n > 5) {
		err = fmt.Errorf("protocol %d, want 2 to 5", n)
	}
	return err
}

// last hands the n topmost values to f.
func (u *unpickler) last(n int, f func(*unpickler, []any) error) error {
	values, err := u.pop(n)
	if err != nil {
		return err
	}
	return f(u, values)
}

// marked hands all since the last mark to f.
func (u *unpickler) marked(f func(*unpickler, []any) error) error {
	values, err := u.popMark()
	if err != nil {
		return err
	}
	return f(u, values)
}

func (u *unpickler) unsigned(size uint64) error {
	n, err := u.number(size)
	if err != nil {
		return err
	}
	return u.push(int64(n))
}

// whole is a number of two's complement.
func (u *unpickler) whole(size uint64) error {
	n, err := u.number(size)
	if err != nil {
		return err
	}
	unused := 64 - 8*int(size)
	return u.push(int64(n<<unused) >> unused)
}

func (u *unpickler) long() error {
	size, err := u.number(1)
	switch {
	case err != nil:
		return err
	case size == 0:
		return u.push(int64(0))
	case size > 8:
		return fmt.Errorf("a number of %d bytes, want at most 8", size)
	}
	return u.whole(size)
}

func (u *unpickler) float() error {
	n, err := u.number(8)
	if err != nil {
		return err
	}
	return u.push(math.Float64frombits(bits.ReverseBytes64(n)))
}

func (u *unpickler) text(size uint64) error {
	n, err := u.number(size)
	if err != nil {
		return err
	}
	b, err := u.take(n)
	if err == nil && !utf8.Valid(b) {
		err = errors.New("a string is not UTF-8")
	}
	if err != nil {
		return err
	}
	return u.push(string(b))
}

func (u *unpickler) tuple(n int) error { return u.last(n, (*unpickler).pushTuple) }

func (u *unpickler) pushTuple(values []any) error { return u.push(tuple(slices.Clone(values))) }

func (u *unpickler) put(size uint64) error {
	i, err := u.number(size)
	if err != nil {
		return err
	}
	return u.memoize(i)
}

func (u *unpickler) memoize(i uint64) error {
	v, err := u.top()
	if err == nil {
		u.memo[i] = v
	}
	return err
}

func (u *unpickler) get(size uint64) error {
	i, err := u.number(size)
	if err != nil {
		return err
	}
	v, ok := u.memo[i]
	if !ok {
		return fmt.Errorf("takes value %d, which was not kept", i)
	}
	return u.push(v)
}
