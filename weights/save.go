package weights

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
)

// Save writes one safetensors file: each entry in the dtype its file had, or,
// if none had it, in the one it was declared with; the metadata; and the names
// and shapes that the layouts, those of Open, give. It is written beside path
// and renamed, so whatever fails leaves an old file as it was. Writers wait
// meanwhile.
func (s *Store) Save(path string, layouts ...Layout) error {
	s.BeginRead()
	defer s.EndRead()
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.save(path, layouts); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(path), plain(err))
	}
	return nil
}

func (s *Store) save(path string, layouts []Layout) error {
	blobs, err := s.blobs(layouts)
	if err != nil {
		return err
	}
	file, err := stage(path, func(w io.Writer) error {
		return writeModel(w, blobs, s.origin.metadata)
	})
	if err != nil {
		return err
	}
	return file.commit()
}

// blobs lists the entries, by path, as the tensors that the layouts make of
// them.
func (s *Store) blobs(layouts []Layout) ([]*blob, error) {
	var blobs []*blob
	for _, path := range s.paths() {
		blobs = append(blobs, s.entries[path].blob())
	}
	blobs = s.origin.names(blobs)
	for _, l := range slices.Backward(layouts) {
		var err error
		if blobs, err = l.write(blobs, s.origin.remembered); err != nil {
			return nil, err
		}
	}
	return blobs, distinct(blobs)
}

func distinct(blobs []*blob) error {
	seen := map[string]bool{}
	for _, b := range blobs {
		if seen[b.name] {
			return fmt.Errorf("%q: two entries would have this name", b.name)
		}
		seen[b.name] = true
	}
	return nil
}
