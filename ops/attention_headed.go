package ops

import (
	"github.com/gaze-ml/gaze/internal/kernel"
)

// headed is an operand cut into heads.
type headed[T kernel.Float] struct {
	data                    []T
	batch, head, seq, width int // from one to the next, and a row's elements
}

// headedOf is an operand [batch, heads, seq, width] or [batch, seq, heads·width].
func headedOf[T kernel.Float](a Array, heads int) headed[T] {
	h := headed[T]{data: floats[T](a)}
	if s := a.Shape; len(s) == 4 {
		h.batch, h.head, h.seq, h.width = s[1]*s[2]*s[3], s[2]*s[3], s[3], s[3]
	} else {
		h.batch, h.seq, h.width = s[1]*s[2], s[2], s[2]/heads
		h.head = h.width
	}
	return h
}

// rows are those of a block.
func (h *headed[T]) rows(b attentionBlock) kernel.Rows[T] {
	r := kernel.Rows[T]{
		Data: h.data[b.batch*h.batch+b.head*h.head:], First: b.first, Run: b.group, Near: h.head, Far: h.seq, Width: h.width,
	}
	if b.query > 0 {
		r.Run, r.Near, r.Far = b.query, h.seq, h.head
	}
	return r
}

// from are the rows of one head from row first on.
func (h *headed[T]) from(batch, head, first int) kernel.Rows[T] {
	return h.rows(attentionBlock{batch: batch, head: head, group: 1, first: first})
}
