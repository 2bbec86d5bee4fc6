package weights

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Problems is one joined error that lists what was declared and is missing from
// the checkpoint or has another shape there; nil if nothing is.
func (s *Store) Problems() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return errors.Join(s.listProblems()...)
}

// Check is Problems and the unexpected: entries of the file that nothing has
// declared.
func (s *Store) Check() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	list := s.listProblems()
	for _, path := range s.paths() {
		if e := s.entries[path]; s.sealed && !e.Declared() && !e.known {
			list = append(list, fmt.Errorf("%s: %q: unexpected, %s of shape %v", s.name, path, e.dtype, dims(e.shape)))
		}
	}
	return errors.Join(list...)
}

// Ignore marks what fits pattern, such as "{at...}.position_ids", as not
// unexpected. It is kept and saved all the same.
func (s *Store) Ignore(pattern string) error {
	p, err := newPattern(pattern)
	if err != nil {
		return fmt.Errorf("ignore: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for path, e := range s.entries {
		if _, ok := p.match(path); ok {
			e.known = true
		}
	}
	return nil
}

func (s *Store) listProblems() []error {
	var list []error
	for _, path := range slices.Sorted(maps.Keys(s.problems)) {
		list = append(list, fmt.Errorf("%s: %q: %s", s.name, path, s.problems[path]))
	}
	return list
}
