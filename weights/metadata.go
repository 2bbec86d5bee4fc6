package weights

// A field is one key of a file's metadata, which is kept in the file's order.
type field struct{ key, value string }

// Metadata returns a copy of the "__metadata__" of the file, or of what will be
// saved as such.
func (s *Store) Metadata() map[string]string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m := make(map[string]string, len(s.origin.metadata))
	for _, f := range s.origin.metadata {
		m[f.key] = f.value
	}
	return m
}

// SetMetadata sets one key of the metadata that Save writes.
func (s *Store) SetMetadata(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.origin.metadata {
		if f.key == key {
			s.origin.metadata[i].value = value
			return
		}
	}
	s.origin.metadata = append(s.origin.metadata, field{key, value})
}

// addMetadata takes over a file's metadata; of shards, each key's first value.
func (s *Store) addMetadata(fields []field) {
	if s.origin.metadata == nil {
		s.origin.metadata = fields
		return
	}
	for _, f := range fields {
		if _, ok := lookup(s.origin.metadata, f.key); !ok {
			s.origin.metadata = append(s.origin.metadata, f)
		}
	}
}

func lookup(fields []field, key string) (value string, ok bool) {
	for _, f := range fields {
		if f.key == key {
			return f.value, true
		}
	}
	return "", false
}
