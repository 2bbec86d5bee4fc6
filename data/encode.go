package data

import (
	"fmt"
	"io"
	"strings"

	"github.com/gaze-ml/gaze/text/tokenizer"
)

// Encode is a text as tokens. Characters and Bytes are encoded piece by piece,
// so the text is never in memory as a whole; for any other vocabulary it is, as
// what precedes a token may decide how it is cut.
func Encode(text io.Reader, v tokenizer.Vocabulary) (Tokens, error) {
	t, err := emptyTokens(v.Size())
	if err != nil {
		return t, err
	}
	next := whole
	switch v.(type) {
	case *tokenizer.Characters, tokenizer.Bytes:
		next = newPieces().next
	}
	var at place
	for {
		s, err := next(text)
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return t, err
		}
		ids, err := v.Encode(s)
		if err != nil {
			return t, fmt.Errorf("%s:%w", nameOf(text), at.of(err))
		}
		if err := t.add(ids); err != nil {
			return t, err
		}
		at.pass([]byte(s))
	}
}

// EncodeText is Encode of a text that is in memory.
func EncodeText(text string, v tokenizer.Vocabulary) (Tokens, error) {
	return Encode(strings.NewReader(text), v)
}

// nameOf is what messages call a text: files know their name.
func nameOf(text io.Reader) string {
	if f, named := text.(interface{ Name() string }); named {
		return f.Name()
	}
	return "text"
}

// whole reads all there is; then there is no more.
func whole(text io.Reader) (string, error) {
	all, err := io.ReadAll(text)
	if err == nil && len(all) == 0 {
		err = io.EOF
	}
	return string(all), err
}

// pieces cuts a text between characters.
type pieces struct {
	buf  []byte
	held int
}

func newPieces() *pieces { return &pieces{buf: make([]byte, piece)} }

func (p *pieces) next(text io.Reader) (string, error) {
	for {
		n, err := text.Read(p.buf[p.held:])
		all := p.buf[:p.held+n]
		if err != nil && err != io.EOF {
			return "", err
		}
		if err == io.EOF && len(all) == 0 {
			return "", io.EOF
		}
		end := len(all)
		if err == nil {
			end = settled(all)
		}
		s := string(all[:end])
		p.held = copy(p.buf, all[end:])
		if s != "" {
			return s, nil
		}
	}
}
