package weights

import (
	"bytes"
	"fmt"
)

// Tie makes alias another name of the entry at path: one memory, one gradient,
// saved once, under path. Path need not be there yet.
//
// Of a file that holds both, alias is dropped if its bytes are the same; one
// that holds alias alone is read as if it held path.
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
	if own := s.entries[alias]; own != nil && s.entries[path] == nil {
		s.entries[path] = newEntry(path, own.dtype, own.shape, own.held.Load())
	}
	delete(s.entries, alias)
	s.aliases[alias] = path
	return nil
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
	case target != nil && !bytes.Equal(own.Bytes(), target.Bytes()):
		return fmt.Errorf("%s holds both, and they differ", s.name)
	}
	return nil
}
