package weights

import (
	"errors"
	"fmt"
)

const (
	pickleLimit = 16 << 20 // bytes of a program: many times what the largest models have
	deepest     = 64       // containers that are open at once
)

// An unpickler runs the program of a pickle, protocols 2 to 5, as far as
// torch.save writes one for a dict of tensors. It calls nothing: a name that is
// not on the allow-list, and an opcode that no such dict needs, is an error.
//
// Each opcode takes at least a byte and makes at most one small value, so memory
// is bounded by the length of the program, which is bounded itself. Values are
// shared by reference and never walked, so neither depth nor cycles cost anything.
type unpickler struct {
	code  []byte
	at    int
	stack []any
	marks []int // where in the stack open containers begin
	memo  map[uint64]any
}

// unpickle runs a program and returns what it leaves: nil (None), bool, int64,
// float64, string, tuple, *list, *dictionary, global, storage or *stridedTensor.
func unpickle(code []byte) (any, error) {
	if len(code) > pickleLimit {
		return nil, fmt.Errorf("the pickle has %d bytes, more than %d", len(code), pickleLimit)
	}
	u := &unpickler{code: code, memo: map[uint64]any{}}
	for {
		at := u.at
		op, err := u.byte()
		if err == nil && op == opStop {
			return u.result()
		}
		if err == nil {
			err = u.run(op)
		}
		if err != nil {
			return nil, fmt.Errorf("pickle, byte %d: %w", at, err)
		}
	}
}

func (u *unpickler) run(op byte) error {
	f := opcodes[op]
	if f == nil {
		return fmt.Errorf("opcode %q is not among those that a dict of tensors needs", op)
	}
	return f(u)
}

func (u *unpickler) result() (any, error) {
	if len(u.stack) != 1 || len(u.marks) != 0 {
		return nil, fmt.Errorf("pickle: leaves %d values and %d open containers, want one value", len(u.stack), len(u.marks))
	}
	return u.stack[0], nil
}

var errShort = errors.New("ends too early")

func (u *unpickler) byte() (byte, error) {
	b, err := u.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// take is the next n bytes.
func (u *unpickler) take(n uint64) ([]byte, error) {
	if n > uint64(len(u.code)-u.at) {
		return nil, errShort
	}
	b := u.code[u.at : u.at+int(n)]
	u.at += int(n)
	return b, nil
}

// number is the next size bytes, at most 8, as one.
func (u *unpickler) number(size uint64) (uint64, error) {
	b, err := u.take(size)
	n := uint64(0)
	for i, x := range b {
		n |= uint64(x) << (8 * i)
	}
	return n, err
}

// line is what stands before the next end of a line.
func (u *unpickler) line() (string, error) {
	for i, c := range u.code[u.at:] {
		if c == '\n' {
			text := string(u.code[u.at : u.at+i])
			u.at += i + 1
			return text, nil
		}
	}
	return "", errShort
}

func (u *unpickler) push(v any) error {
	u.stack = append(u.stack, v)
	return nil
}

// pop takes the n topmost values, which belong to the innermost open container.
func (u *unpickler) pop(n int) ([]any, error) {
	floor := 0
	if len(u.marks) > 0 {
		floor = u.marks[len(u.marks)-1]
	}
	if len(u.stack)-floor < n {
		return nil, errors.New("takes values that are not there")
	}
	top := u.stack[len(u.stack)-n:]
	u.stack = u.stack[:len(u.stack)-n]
	return top, nil
}

// top is the topmost value, which stays.
func (u *unpickler) top() (any, error) {
	v, err := u.pop(1)
	if err != nil {
		return nil, err
	}
	u.stack = u.stack[:len(u.stack)+1]
	return v[0], nil
}

func (u *unpickler) mark() error {
	if len(u.marks) == deepest {
		return fmt.Errorf("more than %d containers within each other", deepest)
	}
	u.marks = append(u.marks, len(u.stack))
	return nil
}

// popMark takes all that was pushed since the last mark.
func (u *unpickler) popMark() ([]any, error) {
	if len(u.marks) == 0 {
		return nil, errors.New("closes a container that was not opened")
	}
	from := u.marks[len(u.marks)-1]
	u.marks = u.marks[:len(u.marks)-1]
	values := u.stack[from:]
	u.stack = u.stack[:from]
	return values, nil
}
