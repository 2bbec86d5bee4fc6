package weights

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"
)

// writeModel writes blobs as one file, as the reference's serialize does: the
// widest types first and then by name, so that every tensor is aligned, and a
// header padded to eight bytes.
func writeModel(w io.Writer, blobs []*blob, metadata []field) error {
	blobs = inFileOrder(blobs)
	head, err := writeHeader(blobs, metadata)
	if err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, b := range blobs {
		if err := b.writeTo(w); err != nil {
			return fmt.Errorf("%q: %w", b.name, err)
		}
	}
	return nil
}

func (b *blob) writeTo(w io.Writer) (err error) {
	written := int64(0)
	b.each(func(piece []byte) {
		if err == nil {
			_, err = w.Write(piece)
		}
		written += int64(len(piece))
	})
	if err == nil && written != b.size() {
		err = fmt.Errorf("%d bytes, shape %v of %s needs %d", written, dims(b.shape), b.dtype, b.size())
	}
	return err
}

func inFileOrder(blobs []*blob) []*blob {
	return slices.SortedFunc(slices.Values(blobs), func(a, b *blob) int {
		return cmp.Or(dtypes[b.dtype].rank-dtypes[a.dtype].rank, cmp.Compare(a.name, b.name))
	})
}

// writeHeader is the header with its length before it.
func writeHeader(blobs []*blob, metadata []field) ([]byte, error) {
	var h bytes.Buffer
	h.Write(make([]byte, prefixBytes))
	comma := "{"
	if metadata != nil {
		h.WriteString(comma + quote(metadataKey) + ":")
		writeFields(&h, metadata)
		comma = ","
	}
	at := 0
	for _, b := range blobs {
		if err := checkPath(b.name); err != nil {
			return nil, fmt.Errorf("%q: %w", b.name, err)
		}
		size, err := byteSize(b.dtype, b.shape)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", b.name, err)
		}
		fmt.Fprintf(&h, `%s%s:{"dtype":%s,"shape":`, comma, quote(b.name), quote(string(b.dtype)))
		writeSizes(&h, b.shape)
		fmt.Fprintf(&h, `,"data_offsets":[%d,%d]}`, at, at+size)
		at += size
		comma = ","
	}
	if comma == "{" {
		h.WriteString(comma)
	}
	h.WriteByte('}')
	for h.Len()%8 != 0 {
		h.WriteByte(' ')
	}
	n := h.Len() - prefixBytes
	if n > headerLimit {
		return nil, fmt.Errorf("the header has %d bytes, more than %d", n, headerLimit)
	}
	le.PutUint64(h.Bytes(), uint64(n))
	return h.Bytes(), nil
}

func writeFields(h *bytes.Buffer, fields []field) {
	h.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			h.WriteByte(',')
		}
		h.WriteString(quote(f.key) + ":" + quote(f.value))
	}
	h.WriteByte('}')
}

func writeSizes(h *bytes.Buffer, sizes []int) {
	h.WriteByte('[')
	for i, n := range sizes {
		if i > 0 {
			h.WriteByte(',')
		}
		h.WriteString(strconv.Itoa(n))
	}
	h.WriteByte(']')
}

// quote writes a JSON string as serde_json does, which escapes nothing that
// need not be: encoding/json escapes <, > and & too.
func quote(s string) string {
	const short = "\b\t\n\f\r\"\\"
	q := []byte{'"'}
	for _, r := range s {
		if i := bytes.IndexRune([]byte(short), r); i >= 0 {
			q = append(q, '\\', `btnfr"\`[i])
		} else if r < 0x20 {
			q = append(q, fmt.Sprintf(`\u%04x`, r)...)
		} else {
			q = utf8.AppendRune(q, r)
		}
	}
	return string(append(q, '"'))
}
