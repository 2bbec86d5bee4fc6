package metrics

import (
	"fmt"
	"strings"
)

// Entity is a typed span of a sequence of tags: the tokens from Start to End,
// which is not among them.
type Entity struct {
	Type       string
	Start, End int
}

// Scheme is how tags such as B-PER say where an entity begins and ends: B at its
// beginning, I inside, E at its end, S alone, O outside. M, L and U, which other
// schemes write, are I, E and S.
type Scheme int

// The schemes. Lenient is that of the CoNLL-2000 script conlleval, and seqeval's
// by default: whatever the scheme is, an entity begins where its type changes or a
// tag says so. The others are seqeval's in its strict mode: only what follows the
// scheme is an entity.
const (
	Lenient Scheme = iota
	IOB1           // B only between two entities of one type
	IOB2           // B begins each entity
	IOBES          // B…E, or S
)

// String is the scheme's name.
func (s Scheme) String() string {
	if s < Lenient || s > IOBES {
		return fmt.Sprintf("Scheme(%d)", int(s))
	}
	return [...]string{"lenient", "IOB1", "IOB2", "IOBES"}[s]
}

// A chunkTag is B-PER in its parts.
type chunkTag struct {
	prefix byte // of "BIESO"
	kind   string
}

// Entities lists what the tags of a sentence say, in order. A tag that is of no
// scheme, or not of this one, is an error that names it.
func (s Scheme) Entities(tags []string) ([]Entity, error) {
	parsed, err := s.parse(tags)
	if err != nil {
		return nil, err
	}
	if s == Lenient {
		return lenient(parsed), nil
	}
	return s.strict(parsed), nil
}

// parse reads the tags, and puts an O after them, where all entities have ended.
func (s Scheme) parse(tags []string) ([]chunkTag, error) {
	allowed := map[Scheme]string{Lenient: "BIESO", IOB1: "BIO", IOB2: "BIO", IOBES: "BIESO"}[s]
	if allowed == "" {
		return nil, fmt.Errorf("entities: %v is no scheme", s)
	}
	parsed := make([]chunkTag, len(tags)+1)
	parsed[len(tags)].prefix = 'O'
	for i, tag := range tags {
		prefix, kind, typed := strings.Cut(tag, "-")
		p, ok := map[string]byte{"B": 'B', "I": 'I', "M": 'I', "E": 'E', "L": 'E', "S": 'S', "U": 'S', "O": 'O'}[prefix]
		if !ok || p == 'O' && typed || strings.IndexByte(allowed, p) < 0 {
			return nil, fmt.Errorf("entities: tag %d is %q, want O or one of %s with a type, as in B-PER", i, tag, allowed[:len(allowed)-1])
		}
		parsed[i] = chunkTag{p, kind}
	}
	return parsed, nil
}

// lenient follows conlleval's startOfChunk and endOfChunk.
func lenient(tags []chunkTag) (found []Entity) {
	before, start := chunkTag{prefix: 'O'}, 0
	for i, tag := range tags {
		changes := before.kind != tag.kind
		closed := strings.IndexByte("EOS", before.prefix) >= 0
		if before.prefix != 'O' && (changes || closed || strings.IndexByte("BSO", tag.prefix) >= 0) {
			found = append(found, Entity{before.kind, start, i})
		}
		if tag.prefix != 'O' && (changes || closed || strings.IndexByte("BS", tag.prefix) >= 0) {
			start = i
		}
		before = tag
	}
	return found
}

// strict follows seqeval.scheme: from each start over what continues it, and what
// does not end as the scheme says is none.
func (s Scheme) strict(tags []chunkTag) (found []Entity) {
	before := chunkTag{prefix: 'O'}
	for i := 0; i < len(tags); {
		next := i + 1
		if s.starts(before, tags[i]) {
			for next < len(tags) && s.continues(tags[next-1], tags[next]) {
				next++
			}
			if s.ends(tags[next-1], tags[next]) {
				found = append(found, Entity{tags[i].kind, i, next})
			}
		}
		i, before = next, tags[next-1]
	}
	return found
}

func (s Scheme) starts(before, tag chunkTag) bool {
	same := before.kind == tag.kind
	switch {
	case s != IOB1:
		return tag.prefix == 'B' || s == IOBES && tag.prefix == 'S'
	case tag.prefix == 'I':
		return before.prefix != 'I' || !same
	}
	return tag.prefix == 'B' && before.prefix != 'O' && same
}

func (s Scheme) continues(before, tag chunkTag) bool {
	inside := tag.prefix == 'I' || s == IOBES && tag.prefix == 'E'
	return inside && (before.prefix == 'B' || before.prefix == 'I') && before.kind == tag.kind
}

func (s Scheme) ends(before, tag chunkTag) bool {
	if s == IOBES {
		return before.prefix == 'E' || before.prefix == 'S'
	}
	// What follows a B of IOB1 as B is of the same type, or is no B of that scheme.
	return s != IOB1 || before.prefix != 'B' || tag.prefix != 'B' || before.kind == tag.kind
}
