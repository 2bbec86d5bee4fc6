package sentencepiece

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// field is one of a Protocol Buffers message: a number, or bytes, which belong to
// the message.
type field struct {
	name   int
	number uint64
	bytes  []byte
	kind   int
}

// Kinds of fields, as the wire format numbers them.
const (
	varint  = 0
	fixed64 = 1
	lengthy = 2
	fixed32 = 5
)

var errWire = errors.New("not a message of Protocol Buffers")

// each calls do with every field of a message.
func each(message []byte, do func(f field) error) error {
	for len(message) > 0 {
		key, n := binary.Uvarint(message)
		if n <= 0 || key>>3 == 0 || key>>3 > 1<<29 {
			return errWire
		}
		f := field{name: int(key >> 3), kind: int(key & 7)}
		rest, err := f.read(message[n:])
		if err != nil {
			return err
		}
		message = rest
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

// read reads what a field has, and gives what follows.
func (f *field) read(message []byte) (rest []byte, err error) {
	size := 0
	switch f.kind {
	case varint:
		if f.number, size = binary.Uvarint(message); size <= 0 {
			return nil, errWire
		}
	case fixed64:
		size = 8
	case fixed32:
		size = 4
	case lengthy:
		length, n := binary.Uvarint(message)
		if n <= 0 || length > uint64(len(message)-n) {
			return nil, errWire
		}
		message, size = message[n:], int(length)
	default:
		return nil, errWire
	}
	if size > len(message) {
		return nil, errWire
	}
	if f.bytes = message[:size]; f.kind == fixed32 {
		f.number = uint64(binary.LittleEndian.Uint32(f.bytes))
	}
	return message[size:], nil
}

// is says that a field is of a kind, or else what is wrong.
func (f field) is(kind int, name string) error {
	if f.kind != kind {
		return fmt.Errorf("%s: field %d is of kind %d: want %d", name, f.name, f.kind, kind)
	}
	return nil
}
