package weights

import (
	"errors"
	"fmt"
	"slices"
)

// A Rule says how one tensor of a file, or each that a pattern fits, becomes one
// or several parameters: it is transposed, then its rows are permuted, then it
// is split. Zero values mean that nothing is done.
type Rule struct {
	File  string   // name in the file; {i} stands for one step, {rest...} for any
	Store []string // paths, with the same placeholders

	Transpose bool        // file [in, out] ↔ store [out, in]
	Permute   Permutation // of the rows, axis 0
	Axis      int         // along which the paths share the tensor
	Parts     []int       // their shares; nil: equal ones

	// Alternative marks a name that some files have and others do not, such as
	// gamma for weight. Save writes it to a file that had it when it was opened.
	Alternative bool
}

// compiled is a rule with its patterns understood.
type compiled struct {
	Rule
	file  pattern
	store []pattern
}

func (r Rule) compile() (*compiled, error) {
	c := &compiled{Rule: r}
	if len(r.Store) == 0 {
		return nil, errors.New("names no path of the store")
	}
	if r.Parts != nil && (len(r.Parts) != len(r.Store) || slices.Min(r.Parts) < 1) {
		return nil, fmt.Errorf("parts %v, want a positive one for each of %d paths", r.Parts, len(r.Store))
	}
	var err error
	if c.file, err = newPattern(r.File); err != nil {
		return nil, err
	}
	for _, text := range r.Store {
		p, err := newPattern(text)
		if err != nil {
			return nil, err
		}
		if !p.sameWords(c.file) {
			return nil, fmt.Errorf("%q and %q have different placeholders", r.File, text)
		}
		c.store = append(c.store, p)
	}
	return c, nil
}

// moves says whether the rule does more than rename.
func (r Rule) moves() bool {
	return r.Transpose || r.Permute.Axes != nil || len(r.Store) > 1
}

// split makes the parameters of the file's tensor b. Their bytes are gathered
// when they are asked for.
func (c *compiled) split(b *blob, w words) ([]*blob, error) {
	if !c.moves() {
		renamed := *b
		renamed.name = c.store[0].fill(w)
		return []*blob{&renamed}, nil
	}
	views, err := c.views(b.dtype, b.shape)
	if err != nil {
		return nil, err
	}
	parts := make([]*blob, len(views))
	for i, v := range views {
		parts[i] = &blob{name: c.store[i].fill(w), dtype: b.dtype, shape: v.shape}
		parts[i].runs = func(yield func(int, []byte)) {
			from := source{b.bytes(), b.dtype.Bits() / 8, b.release}
			v.gather(from, yield)
		}
	}
	return parts, nil
}

// join makes the file's tensor of the parameters it was split into.
func (c *compiled) join(name string, w words, byName map[string]*blob) (*blob, error) {
	parts := make([]*blob, len(c.store))
	for i, p := range c.store {
		if parts[i] = byName[p.fill(w)]; parts[i] == nil {
			return nil, fmt.Errorf("the store lacks %q, a part of it", p.fill(w))
		}
		if parts[i].dtype != parts[0].dtype {
			return nil, fmt.Errorf("%q is %s and %q is %s: one tensor has one dtype",
				parts[0].name, parts[0].dtype, parts[i].name, parts[i].dtype)
		}
	}
	if !c.moves() {
		renamed := *parts[0]
		renamed.name = name
		return &renamed, nil
	}
	whole := &blob{name: name, dtype: parts[0].dtype}
	views, err := c.joinViews(parts)
	if err != nil {
		return nil, err
	}
	whole.shape = c.fileShape(parts)
	whole.pieces = func(yield func([]byte)) {
		raw, size := make([]byte, whole.size()), whole.dtype.Bits()/8
		for i, v := range views {
			v.scatter(raw, parts[i].bytes(), size)
		}
		yield(raw)
	}
	return whole, nil
}
