package weights

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// SaveSharded writes the store into dir by Hugging Face's conventions: shards
// of at most maxBytes of data, a tensor that is larger having one of its own,
// model-00001-of-0000N.safetensors, and model.safetensors.index.json; or
// model.safetensors alone if that is enough.
//
// Every shard is on the disk before the first is renamed, and the index comes
// last; then the files of a model that was there before are removed. A set of
// as many shards has the same names: its index goes first, and all files of a
// set bear its id ("shard_set" in the metadata), so that Open refuses what a
// save that was cut short has mixed.
func (s *Store) SaveSharded(dir string, maxBytes int64, layouts ...Layout) error {
	s.BeginRead()
	defer s.EndRead()
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.saveSharded(dir, maxBytes, layouts); err != nil {
		return fmt.Errorf("save into %s: %w", filepath.Base(dir), plain(err))
	}
	return nil
}

func (s *Store) saveSharded(dir string, maxBytes int64, layouts []Layout) error {
	if maxBytes < 1 {
		return fmt.Errorf("shards of %d bytes, want at least 1", maxBytes)
	}
	blobs, err := s.blobs(layouts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	files, err := s.stageShards(dir, shards(blobs, maxBytes))
	if err != nil {
		return err
	}
	if err := putInPlace(dir, files); err != nil {
		return err
	}
	return removeOthers(dir, files)
}

// putInPlace renames the files, the index last.
func putInPlace(dir string, files []staged) error {
	if _, err := os.Stat(files[0].path); err == nil && len(files) > 1 {
		// What it lists is about to be replaced.
		if err := os.Remove(filepath.Join(dir, indexFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
			discard(files)
			return err
		}
		syncFolder(dir)
	}
	for i, f := range files {
		if err := f.commit(); err != nil {
			discard(files[i:])
			return err
		}
	}
	return nil
}

// shards fills one shard after another.
func shards(blobs []*blob, maxBytes int64) [][]*blob {
	list, room := [][]*blob{nil}, maxBytes
	for _, b := range blobs {
		size := b.size()
		if size > room && len(list[len(list)-1]) > 0 {
			list, room = append(list, nil), maxBytes
		}
		list[len(list)-1] = append(list[len(list)-1], b)
		room -= size
	}
	return list
}

// stageShards writes the shards and then their index.
func (s *Store) stageShards(dir string, list [][]*blob) (files []staged, err error) {
	defer func() {
		if err != nil {
			discard(files)
		}
	}()
	metadata, digest := s.origin.metadata, sha256.New()
	if len(list) > 1 {
		metadata = withSet(metadata)
	}
	for i, blobs := range list {
		f, err := stage(filepath.Join(dir, shardName(i, len(list))), func(w io.Writer) error {
			return writeModel(io.MultiWriter(w, digest), blobs, metadata)
		})
		if err != nil {
			return files, err
		}
		files = append(files, f)
	}
	if len(list) == 1 {
		return files, nil
	}
	set, err := markSet(files, digest)
	if err != nil {
		return files, err
	}
	f, err := stage(filepath.Join(dir, indexFile), func(w io.Writer) error { return writeIndex(w, list, set) })
	if err != nil {
		return files, err
	}
	return append(files, f), nil
}

func shardName(i, n int) string {
	if n == 1 {
		return modelFile
	}
	return fmt.Sprintf("model-%05d-of-%05d.safetensors", i+1, n)
}

// writeIndex writes what json.dumps(index, indent=2, sort_keys=True) does.
func writeIndex(w io.Writer, list [][]*blob, set string) error {
	type place struct{ name, file string }
	var places []place
	total := int64(0)
	for i, blobs := range list {
		for _, b := range blobs {
			places = append(places, place{b.name, shardName(i, len(list))})
			total += b.size()
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.name, b.name) })
	var text bytes.Buffer
	fmt.Fprintf(&text, "{\n  \"metadata\": {\n    %q: %q,\n    \"total_size\": %d\n  },\n  \"weight_map\": {", setKey, set, total)
	comma := "\n"
	for _, p := range places {
		fmt.Fprintf(&text, "%s    %s: %s", comma, quote(p.name), quote(p.file))
		comma = ",\n"
	}
	text.WriteString("\n  }\n}\n")
	_, err := w.Write(text.Bytes())
	return err
}

var modelFiles = regexp.MustCompile(`^model(-\d{5}-of-\d{5})?\.safetensors(\.index\.json)?$`)

// removeOthers removes what an earlier model left, which Open could take for a
// part of this one.
func removeOthers(dir string, files []staged) error {
	keep := map[string]bool{}
	for _, f := range files {
		keep[filepath.Base(f.path)] = true
	}
	all, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range all {
		if name := f.Name(); modelFiles.MatchString(name) && !keep[name] {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func discard(files []staged) {
	for _, f := range files {
		f.discard()
	}
}
