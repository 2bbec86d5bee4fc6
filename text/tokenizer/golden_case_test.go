package tokenizer

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// goldenCase is a line of a file of cases: shared vectors' hf_tokenizers/README.md
// says what each has.
type goldenCase struct {
	K                  string
	Text               string
	Pair               *string
	IDs                json.RawMessage
	Special            []int
	Coff, Boff         [][2]int
	IDsNoSpecial       []int `json:"ids_nosp"`
	Dec                *string
	DecAll             *string `json:"dec_all"`
	Types              []int
	Seq, Words         []*int
	Tokens             []string
	Max, Stride        int
	Strategy, Side     string
	Overflow           [][]int
	Overflows          [][][]int
	Error              string
	Direction          string
	PadID              int    `json:"pad_id"`
	PadToken           string `json:"pad_token"`
	MultipleOf, Length *int
	Multiple           *int `json:"pad_to_multiple_of"`
	Texts              []string
	Mask               [][]int
}

// different is what of a case differs, "" if nothing does.
type different []string

func (d *different) check(name string, want, got any) {
	if !reflect.DeepEqual(want, got) && (reflect.ValueOf(want).Len() > 0 || reflect.ValueOf(got).Len() > 0) {
		*d = append(*d, fmt.Sprintf("%s:\n  want %v\n  got  %v", name, want, got))
	}
}

func (c *goldenCase) run(t *Tokenizer) (d different) {
	switch c.K {
	case "single", "":
		c.single(t, &d)
	case "pair":
		e, err := t.EncodePair(c.Text, *c.Pair)
		if err != nil {
			return different{err.Error()}
		}
		c.compare(e, &d)
		d.check("types", c.Types, e.TypeIDs)
		d.check("sequences", numbers(c.Seq), e.Sequences)
	case "trunc":
		c.truncated(t, &d)
	case "pad":
		c.padded(t, &d)
	case "error":
		c.fails(t, &d)
	default:
		d = append(d, "unknown kind "+c.K)
	}
	return d
}

func (c *goldenCase) single(t *Tokenizer, d *different) {
	e, err := t.Encode(c.Text)
	if err != nil {
		*d = append(*d, err.Error())
		return
	}
	c.compare(e, d)
	ids, err := t.EncodeIDs(c.Text)
	if err != nil {
		*d = append(*d, err.Error())
	}
	d.check("EncodeIDs", e.IDs, ids)
	plain, keep := *t, *t
	plain.options.NoSpecial, keep.options.KeepSpecial = true, true
	bare, err := plain.Encode(c.Text)
	if err != nil {
		*d = append(*d, err.Error())
		return
	}
	if c.IDsNoSpecial != nil {
		d.check("ids without special tokens", c.IDsNoSpecial, bare.IDs)
	}
	if c.Dec != nil {
		d.check("decoded", *c.Dec, t.Decode(e.IDs))
		all := c.DecAll
		if all == nil {
			all = c.Dec
		}
		if c.K != "" {
			d.check("decoded with special tokens", *all, keep.Decode(e.IDs))
		}
		s := t.NewStream()
		shown := ""
		for _, id := range e.IDs {
			shown += s.Next(id)
		}
		d.check("streamed", *c.Dec, shown+s.End())
	}
}

func (c *goldenCase) compare(e *Encoding, d *different) {
	var ids []int
	if err := json.Unmarshal(c.IDs, &ids); err != nil {
		*d = append(*d, err.Error())
	}
	d.check("ids", ids, e.IDs)
	if c.K == "" {
		return
	}
	d.check("special", c.Special, e.SpecialMask)
	d.check("runes", c.Coff, e.Runes)
	if c.Tokens != nil {
		d.check("tokens", c.Tokens, e.Tokens)
		d.check("words", numbers(c.Words), e.Words)
	}
	if c.Boff != nil {
		d.check("bytes", c.Boff, e.Bytes)
	}
	texts := []string{c.Text}
	if c.Pair != nil {
		texts = append(texts, *c.Pair)
	}
	if slices.Max(append(e.Sequences, 0)) < len(texts) { // else a ByteLevel renumbered them
		d.check("bytes of code points", bytesOf(e, texts), e.Bytes)
	}
}

// bytesOf is the bytes that the code points of an encoding are.
func bytesOf(e *Encoding, texts []string) [][2]int {
	at := make([][]int, len(texts))
	for i, text := range texts {
		for b := range text {
			at[i] = append(at[i], b)
		}
		at[i] = append(at[i], len(text))
	}
	offsets := make([][2]int, e.Len())
	for i, r := range e.Runes {
		if s := max(e.Sequences[i], 0); s < len(texts) && r[1] < len(at[s]) {
			offsets[i] = [2]int{at[s][r[0]], at[s][r[1]]}
		}
	}
	return offsets
}

// numbers has -1 for null.
func numbers(list []*int) []int {
	n := make([]int, len(list))
	for i, p := range list {
		if n[i] = -1; p != nil {
			n[i] = *p
		}
	}
	return n
}

func (c *goldenCase) fails(t *Tokenizer, d *different) {
	var err error
	if c.Pair != nil {
		_, err = t.EncodePair(c.Text, *c.Pair)
	} else {
		_, err = t.Encode(c.Text)
	}
	if err == nil {
		*d = append(*d, "want an error: "+c.Error)
	}
}

func (c *goldenCase) truncated(t *Tokenizer, d *different) {
	cut, err := t.With(Options{Truncation: c.truncation()})
	if c.Error != "" && err == nil {
		c.fails(cut, d)
	}
	if c.Error != "" {
		return
	}
	if err != nil {
		*d = append(*d, err.Error())
		return
	}
	var e *Encoding
	if c.Pair != nil {
		e, err = cut.EncodePair(c.Text, *c.Pair)
	} else {
		e, err = cut.Encode(c.Text)
	}
	if err != nil {
		*d = append(*d, err.Error())
		return
	}
	var ids []int
	if err := json.Unmarshal(c.IDs, &ids); err != nil {
		*d = append(*d, err.Error())
	}
	d.check("ids", ids, e.IDs)
	d.check("types", c.Types, e.TypeIDs)
	d.check("runes", c.Coff, e.Runes)
	var overflow [][]int
	for _, o := range e.Overflow {
		overflow = append(overflow, o.IDs)
	}
	d.check("overflow", c.Overflow, overflow)
}

func (c *goldenCase) truncation() *Truncation {
	return &Truncation{
		MaxLength: c.Max, Stride: c.Stride, Direction: strings.ToUpper(c.Side[:1]) + c.Side[1:],
		Strategy: map[string]string{"longest_first": "LongestFirst", "only_first": "OnlyFirst", "only_second": "OnlySecond"}[c.Strategy],
	}
}

func (c *goldenCase) padded(t *Tokenizer, d *different) {
	p := &Padding{Direction: strings.ToUpper(c.Direction[:1]) + c.Direction[1:], ID: c.PadID, Token: c.PadToken}
	if c.Multiple != nil {
		p.MultipleOf = *c.Multiple
	}
	if c.Length != nil {
		p.Length = *c.Length
	}
	o := Options{Padding: p}
	if c.Side != "" {
		o.Truncation = c.truncation()
	}
	pad, err := t.With(o)
	var all []*Encoding
	if err == nil {
		all, err = pad.EncodeBatch(c.Texts)
	}
	if c.Error != "" && err == nil {
		*d = append(*d, "want an error: "+c.Error)
	}
	if c.Error != "" {
		return
	}
	if err != nil {
		*d = append(*d, err.Error())
		return
	}
	var want, ids, mask [][]int
	if err := json.Unmarshal(c.IDs, &want); err != nil {
		*d = append(*d, err.Error())
	}
	for i, e := range all {
		var parts [][]int
		for _, o := range e.Overflow {
			parts = append(parts, o.IDs)
		}
		if c.Overflows != nil {
			d.check("overflow", c.Overflows[i], parts)
		}
		ids, mask = append(ids, e.IDs), append(mask, e.AttentionMask)
	}
	d.check("ids", want, ids)
	d.check("mask", c.Mask, mask)
	only, err := pad.EncodeIDsBatch(c.Texts)
	if err != nil {
		*d = append(*d, err.Error())
	}
	d.check("ids alone", want, only)
}
