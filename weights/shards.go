package weights

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An index says which shard of a checkpoint holds which tensor.
type index struct {
	set    string            // the shards' id, "" if it names none
	shards map[string]string // tensor → file name
}

// readShards lists the tensors of the shards of the index at path.
func (s *Store) readShards(path string) ([]*blob, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > headerLimit {
		return nil, fmt.Errorf("the index has %d bytes, more than %d", info.Size(), headerLimit)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	x, err := parseIndex(text)
	if err != nil {
		return nil, err
	}
	return s.readIndexed(x, filepath.Dir(path))
}

// parseIndex reads {"metadata": {...}, "weight_map": {tensor: file}}.
func parseIndex(text []byte) (x index, err error) {
	r, err := newReader(text)
	if err != nil {
		return x, fmt.Errorf("index: %w", err)
	}
	err = r.object(func(key string) error {
		if key == "weight_map" {
			return x.readMap(r)
		}
		var other any
		err := r.Decode(&other)
		if metadata, ok := other.(map[string]any); ok && key == "metadata" {
			x.set, _ = metadata[setKey].(string)
		}
		return err
	})
	if err == nil {
		err = r.end()
	}
	if err == nil && x.shards == nil {
		err = errors.New("has no weight_map")
	}
	if err != nil {
		return x, fmt.Errorf("index: %w", err)
	}
	return x, nil
}

func (x *index) readMap(r reader) error {
	x.shards = map[string]string{}
	return r.object(func(name string) error {
		file, err := r.text()
		if err == nil {
			x.shards[name], err = file, checkShardName(file)
		}
		return err
	})
}

// checkShardName refuses what could lead out of the index's folder, on any
// system.
func checkShardName(name string) error {
	if strings.ContainsAny(name, `/\:`) || strings.ContainsRune(name, 0) ||
		!filepath.IsLocal(name) || name == "." {
		return fmt.Errorf("shard %q is not the name of a file in the index's folder", name)
	}
	return nil
}

func (s *Store) readIndexed(x index, folder string) ([]*blob, error) {
	var all []*blob
	var wrong []error
	var sets setCheck
	if x.set != "" {
		sets = setCheck{x.set, "the index"}
	}
	files := slices.Sorted(maps.Values(x.shards))
	for _, file := range slices.Compact(files) {
		blobs, metadata, err := s.readFile(filepath.Join(folder, file))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("shard %s: %w", file, plain(err)))
			continue
		}
		set, rest := takeSet(metadata)
		s.addMetadata(rest)
		if err := sets.add(file, set); err != nil {
			wrong = append(wrong, err)
		}
		wrong = append(wrong, x.compare(file, blobs)...)
		all = append(all, blobs...)
	}
	return all, errors.Join(wrong...)
}

// compare lists where the index and the shard it names disagree.
func (x index) compare(file string, blobs []*blob) []error {
	var wrong []error
	held := map[string]bool{}
	for _, b := range blobs {
		held[b.name] = true
		switch x.shards[b.name] {
		case file:
		case "":
			wrong = append(wrong, fmt.Errorf("shard %s holds %q, which the index does not list", file, b.name))
		default:
			wrong = append(wrong, fmt.Errorf("shard %s holds %q, which the index puts into %s", file, b.name, x.shards[b.name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.shards)) {
		if x.shards[name] == file && !held[name] {
			wrong = append(wrong, fmt.Errorf("shard %s lacks %q, which the index puts there", file, name))
		}
	}
	return wrong
}
