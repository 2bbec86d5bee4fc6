package weights

import (
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
)

// What one SaveSharded wrote is a shard set. Each of its shards, in its
// metadata, and its index bear an id, a digest of them all: a save that is cut
// short between its renames leaves shards of two sets under the names of one.
const setKey = "shard_set"

const (
	setBytes = 16                                                      // of the digest
	setAt    = prefixBytes + len(`{"`+metadataKey+`":{"`+setKey+`":"`) // where a shard has the id
)

// withSet is a shard's metadata, the id first; zeros stand for it until it is
// known. Hugging Face's loaders refuse metadata that have no format.
func withSet(metadata []field) []field {
	marked := []field{{setKey, strings.Repeat("0", 2*setBytes)}}
	if metadata == nil {
		return append(marked, field{"format", "pt"})
	}
	_, rest := takeSet(metadata)
	return append(marked, rest...)
}

// takeSet parts the id, "" if there is none, from the rest of the metadata.
func takeSet(metadata []field) (set string, rest []field) {
	rest = metadata[:0:0] // nil if there are none at all
	for _, f := range metadata {
		if f.key == setKey {
			set = f.value
		} else {
			rest = append(rest, f)
		}
	}
	return set, rest
}

// markSet writes the id into the shards.
func markSet(shards []staged, digest hash.Hash) (set string, err error) {
	set = hex.EncodeToString(digest.Sum(nil)[:setBytes])
	for _, f := range shards {
		if err := f.patch(setAt, set); err != nil {
			return "", err
		}
	}
	return set, nil
}

// A setCheck makes sure that all shards bear one id.
type setCheck struct{ set, of string } // as of has it; none yet if of is ""

func (c *setCheck) add(file, set string) error {
	if c.of == "" {
		c.set, c.of = set, "shard "+file
	}
	if set == c.set {
		return nil
	}
	return fmt.Errorf("shard %s is of another save than %s: %s %q, want %q; was saving cut short?", file, c.of, setKey, set, c.set)
}
