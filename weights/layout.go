package weights

import "fmt"

// A Layout is a reversible table between the tensors of a published checkpoint
// and the parameters of a store. Open and Save take the same one: a rule lists
// where each element lies, Open gathers along that list and Save scatters along
// it, so a round trip gives the same bytes.
//
// The first rule whose pattern fits a name applies to it; a name that none fits
// is kept. What must happen in two steps (drop a prefix, then split) is two
// layouts.
type Layout []Rule

// read turns the tensors of a file into those of a store. It remembers the
// names for which an alternative was used.
func (l Layout) read(in []*blob, remembered map[string]bool) ([]*blob, error) {
	rules, err := l.compile()
	if err != nil {
		return nil, err
	}
	var out []*blob
	for _, b := range in {
		r, words := fitting(rules, b.name)
		if r == nil {
			out = append(out, b)
			continue
		}
		if r.Alternative {
			remembered[b.name] = true
		}
		parts, err := r.split(b, words)
		if err != nil {
			return nil, fmt.Errorf("layout: %q: %w", b.name, err)
		}
		if _, back, _ := owner(rules, parts[0].name, remembered); back != b.name {
			return nil, fmt.Errorf("layout: %q is read as %q, which would be saved as %q", b.name, parts[0].name, back)
		}
		out = append(out, parts...)
	}
	return out, nil
}

// write turns the tensors of a store into those of a file.
func (l Layout) write(in []*blob, remembered map[string]bool) ([]*blob, error) {
	rules, err := l.compile()
	if err != nil {
		return nil, err
	}
	byName := make(map[string]*blob, len(in))
	for _, b := range in {
		byName[b.name] = b
	}
	var out []*blob
	written := map[string]bool{}
	for _, b := range in {
		r, name, words := owner(rules, b.name, remembered)
		if r == nil {
			out = append(out, b)
			continue
		}
		if written[name] { // with one of its other parts
			continue
		}
		written[name] = true
		whole, err := r.join(name, words, byName)
		if err != nil {
			return nil, fmt.Errorf("layout: %q: %w", name, err)
		}
		out = append(out, whole)
	}
	return out, nil
}

func (l Layout) compile() ([]*compiled, error) {
	rules := make([]*compiled, len(l))
	for i, r := range l {
		var err error
		if rules[i], err = r.compile(); err != nil {
			return nil, fmt.Errorf("layout: rule %d, %q: %w", i, r.File, err)
		}
	}
	return rules, nil
}

// fitting finds the rule for a name of the file.
func fitting(rules []*compiled, name string) (*compiled, words) {
	for _, r := range rules {
		if w, ok := r.file.match(name); ok {
			return r, w
		}
	}
	return nil, nil
}

// owner finds the rule for a path of the store, and the name its tensor has in
// the file. An alternative applies only where the file opened had it.
func owner(rules []*compiled, path string, remembered map[string]bool) (*compiled, string, words) {
	for _, r := range rules {
		for _, p := range r.store {
			w, ok := p.match(path)
			if !ok {
				continue
			}
			if name := r.file.fill(w); !r.Alternative || remembered[name] {
				return r, name, w
			}
		}
	}
	return nil, path, nil
}
