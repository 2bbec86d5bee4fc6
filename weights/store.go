package weights

import (
	"maps"
	"slices"
	"sync"
)

// Store holds a model's parameters by path. Many goroutines may use it.
type Store struct {
	seed     uint64
	name     string // what it was opened from
	sealed   bool   // opened: what is not there is missing
	hollow   bool   // of shapes alone
	mu       sync.RWMutex
	entries  map[string]*Entry
	aliases  map[string]string // alias → path
	problems map[string]string // path → what is wrong with it
	origin   origin
	gate     gate
}

// An origin is what Save must know of the file to write it as it was.
type origin struct {
	metadata   []field         // in the file's order
	remembered map[string]bool // names that a rule's alternative was used for
	tied       []tied          // names that entries have in the file beside their own
	files      []*mapping
}

// New returns an empty store; parameters declared on it are initialised from
// (seed, path), never from the order of declaration.
func New(seed uint64) *Store {
	s := empty("new store")
	s.seed = seed
	// Hugging Face's loaders refuse a file that does not say this.
	s.origin.metadata = []field{{"format", "pt"}}
	return s
}

// NewShapes returns an empty store whose entries have shapes and no numbers: to
// learn what a drawing declares without taking memory for it. Nothing can be run
// on it.
func NewShapes() *Store {
	s := empty("shapes")
	s.hollow = true
	return s
}

func empty(name string) *Store {
	s := &Store{
		name:     name,
		entries:  map[string]*Entry{},
		aliases:  map[string]string{},
		problems: map[string]string{},
		origin:   origin{remembered: map[string]bool{}},
	}
	s.gate.init()
	return s
}

// Seed is what parameters that no file holds are initialised from: 0 for an
// opened store, unless SetSeed said otherwise.
func (s *Store) Seed() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.seed
}

// SetSeed changes the seed of what is declared from now on, such as the new
// head of a checkpoint that is to be fine-tuned.
func (s *Store) SetSeed(seed uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seed = seed
}

// Len is the number of entries; an alias is none.
func (s *Store) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.entries)
}

// Paths lists the entries, sorted; an alias is none.
func (s *Store) Paths() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.paths()
}

// Entry finds the entry at path, which may be an alias.
func (s *Store) Entry(path string) (*Entry, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, ok := s.entries[s.resolve(path)]
	return e, ok
}

func (s *Store) paths() []string { return slices.Sorted(maps.Keys(s.entries)) }

// resolve follows an alias to the path that holds the memory.
func (s *Store) resolve(path string) string {
	if target, ok := s.aliases[path]; ok {
		return target
	}
	return path
}
