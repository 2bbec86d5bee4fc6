package weights

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	modelFile      = "model.safetensors"
	indexFile      = "model.safetensors.index.json"
	torchFile      = "pytorch_model.bin"
	torchIndexFile = "pytorch_model.bin.index.json"
)

// Open maps a checkpoint: a .safetensors file, a file that torch.save wrote of a
// dict of tensors, the .index.json of several, or a folder that holds
// model.safetensors or its index or, without those, pytorch_model.bin or its
// index. Entries keep the file's dtype. The layouts are applied in turn, the
// first to the file's names.
//
// Of a pickle only what a dict of tensors needs is read, and nothing is called;
// numbers that several of its tensors share are copied for each, see Tie.
//
// The store is sealed: what is declared on it and is not there is missing, see
// Declare. The files must not be truncated or written to while it is used;
// replacing them, as Save does, is fine.
func Open(path string, layouts ...Layout) (*Store, error) {
	s, err := open(path, layouts)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), plain(err))
	}
	return s, nil
}

func open(path string, layouts []Layout) (*Store, error) {
	path, err := findModel(path)
	if err != nil {
		return nil, err
	}
	s := empty(filepath.Base(path))
	s.sealed = true
	blobs, err := s.readAll(path)
	for _, l := range layouts {
		if err == nil {
			blobs, err = l.read(blobs, s.origin.remembered)
		}
	}
	if err == nil {
		err = s.fill(blobs)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) fill(blobs []*blob) error {
	for _, b := range blobs {
		if err := checkPath(b.name); err != nil {
			return fmt.Errorf("%q: %w", b.name, err)
		}
		if s.entries[b.name] != nil {
			return fmt.Errorf("%q: two tensors of the file have this path", b.name)
		}
		s.entries[b.name] = newEntry(b.name, b.dtype, b.shape, &holding{file: b})
	}
	return nil
}

// findModel looks for the model in a folder.
func findModel(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return path, err
	}
	for _, kind := range []struct{ whole, index, shards string }{
		{modelFile, indexFile, "model-*-of-*.safetensors"},
		{torchFile, torchIndexFile, "pytorch_model-*-of-*.bin"},
	} {
		for _, name := range []string{kind.whole, kind.index} {
			if _, err := os.Stat(filepath.Join(path, name)); err == nil {
				return filepath.Join(path, name), nil
			}
		}
		// An older model of the other kind would not be what was saved.
		if shards, _ := fs.Glob(os.DirFS(path), kind.shards); shards != nil {
			return "", fmt.Errorf("the folder has shards but no %s: was saving cut short?", kind.index)
		}
	}
	return "", fmt.Errorf("the folder has neither %s nor %s nor %s", modelFile, indexFile, torchFile)
}

// readAll lists the tensors of a file or of the shards of an index.
func (s *Store) readAll(path string) ([]*blob, error) {
	if strings.HasSuffix(path, ".json") {
		return s.readShards(path)
	}
	blobs, metadata, err := s.readFile(path)
	s.addMetadata(metadata)
	return blobs, err
}

func (s *Store) readFile(path string) ([]*blob, []field, error) {
	m, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	s.origin.files = append(s.origin.files, m)
	if isArchive(m.data) {
		blobs, err := parseTorch(m.data, m.release)
		return blobs, []field{{"format", "pt"}}, err
	}
	h, start, err := parse(m.data)
	if err != nil {
		return nil, nil, err
	}
	blobs := make([]*blob, len(h.tensors))
	for i, x := range h.tensors {
		raw := m.data[start+x.begin : start+x.end : start+x.end]
		blobs[i] = &blob{name: x.name, dtype: x.dtype, shape: x.shape, raw: raw, done: m.release, unused: m.unused}
	}
	return blobs, h.metadata, nil
}

// Close unmaps the files. Every view and every value of an entry that was not
// copied is invalid from then on; a store that is used to the end of the
// program need not be closed.
func (s *Store) Close() error {
	s.gate.beginWrite()
	defer s.gate.endWrite()
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.entries)
	var errs []error
	for _, m := range s.origin.files {
		errs = append(errs, m.close())
	}
	s.origin.files = nil
	return errors.Join(errs...)
}

// plain drops what the message says already: the operation and the path.
func plain(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
