package weights

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Tie makes alias another name of the entry at path: one memory, one gradient,
// saved once, under path. Path need not be there yet.
//
// A file may hold both, if they are the same, or alias alone: what was opened from
// it is saved under the names that it had.
func (s *Store) Tie(alias, path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	path = s.resolve(path)
	if s.aliases[alias] == path {
		return nil
	}
	if err := s.checkTie(alias, path); err != nil {
		return fmt.Errorf("tie %q to %q: %w", alias, path, err)
	}
	if own := s.entries[alias]; own != nil {
		s.origin.tied = append(s.origin.tied, tied{alias, path, s.entries[path] == nil})
		if s.entries[path] == nil {
			s.entries[path] = newEntry(path, own.dtype, own.shape, own.held.Load())
		}
	}
	delete(s.entries, alias)
	s.aliases[alias] = path
	return nil
}

// A tied name is one that a file had for the entry at path: beside that, or alone.
type tied struct {
	alias, path string
	alone       bool
}

// names gives the entries, by path, the names that the file had.
func (o *origin) names(blobs []*blob) []*blob {
	for _, t := range o.tied {
		i := slices.IndexFunc(blobs, func(b *blob) bool { return b.name == t.path })
		if i < 0 {
			continue
		}
		other := *blobs[i]
		other.name = t.alias
		if t.alone {
			blobs = slices.Delete(blobs, i, i+1)
		}
		blobs = append(blobs, &other)
	}
	slices.SortFunc(blobs, func(a, b *blob) int { return strings.Compare(a.name, b.name) })
	return blobs
}

func (e *Entry) same(other *Entry) bool {
	return e.dtype == other.dtype && slices.Equal(e.shape, other.shape) && bytes.Equal(e.Bytes(), other.Bytes())
}

func (s *Store) checkTie(alias, path string) error {
	for _, name := range []string{alias, path} {
		if err := checkPath(name); err != nil {
			return err
		}
	}
	for other, target := range s.aliases {
		if target == alias {
			return fmt.Errorf("%q is tied to %q already", other, alias)
		}
	}
	own, target := s.entries[alias], s.entries[path]
	switch {
	case alias == path:
		return fmt.Errorf("a name cannot be tied to itself")
	case s.aliases[alias] != "":
		return fmt.Errorf("it is tied to %q already", s.aliases[alias])
	case own == nil:
		return nil
	case own.Declared():
		return fmt.Errorf("%q was declared before", alias)
	case target != nil && !own.same(target):
		return fmt.Errorf("%s holds both, and they differ", s.name)
	}
	return nil
}
