package model

import (
	"fmt"
	"hash/maphash"
	"math"
	"math/bits"
)

// vocabulary is tokens and their ids, both ways. A token's place is its position
// in tokens; for most vocabularies that is its id.
type vocabulary struct {
	tokens []string
	ids    []int32         // by place; nil if they are the places
	places map[int32]int32 // by id; nil if they are the ids
	table  []slot          // open addressing: a power of two, at most half full
	seed   maphash.Seed
}

type slot struct {
	hash  uint32
	place int32 // + 1; 0 is free
}

// largest is the largest id, and the largest number of tokens.
const largest = math.MaxInt32 - 1

// newVocabulary takes tokens with their ids, nil for their places. A token that
// comes again takes its id along.
func newVocabulary(tokens []string, ids []int32) (*vocabulary, error) {
	if len(tokens) > largest || ids != nil && len(ids) != len(tokens) {
		return nil, fmt.Errorf("vocabulary: %d tokens and %d ids", len(tokens), len(ids))
	}
	v := &vocabulary{seed: maphash.MakeSeed(), table: make([]slot, 1<<bits.Len(uint(2*len(tokens))))}
	if ids == nil {
		v.tokens = tokens
		for place, token := range tokens {
			v.insert(token, int32(place))
		}
		return v, nil
	}
	for place, id := range ids {
		if id < 0 || id > largest {
			return nil, fmt.Errorf("vocabulary: token %q has id %d", tokens[place], id)
		}
	}
	tokens, ids = v.last(tokens, ids)
	if v.tokens = ordered(tokens, ids); v.tokens == nil {
		v.tokens, v.ids, v.places = tokens, ids, make(map[int32]int32, len(ids))
		for place, id := range ids {
			v.places[id] = int32(place)
		}
		return v, nil
	}
	for i, at := range v.table {
		if at.place > 0 {
			v.table[i].place = ids[at.place-1] + 1
		}
	}
	return v, nil
}

// last keeps one of each token, with the last of its ids, and fills the table.
func (v *vocabulary) last(tokens []string, ids []int32) ([]string, []int32) {
	keptIDs := make([]int32, 0, len(ids))
	v.tokens = make([]string, 0, len(tokens))
	for i, token := range tokens {
		hash := maphash.String(v.seed, token)
		s := v.slot(hash, token)
		if s.place > 0 {
			keptIDs[s.place-1] = ids[i]
			continue
		}
		v.tokens, keptIDs = append(v.tokens, token), append(keptIDs, ids[i])
		*s = slot{uint32(hash), int32(len(keptIDs))}
	}
	return v.tokens, keptIDs
}

// ordered is tokens by id if the ids are 0 … n-1, otherwise nil.
func ordered(tokens []string, ids []int32) []string {
	byID, seen := make([]string, len(tokens)), make([]bool, len(tokens))
	for i, id := range ids {
		if int(id) >= len(ids) || seen[id] {
			return nil
		}
		byID[id], seen[id] = tokens[i], true
	}
	return byID
}

func (v *vocabulary) insert(token string, place int32) {
	hash := maphash.String(v.seed, token)
	*v.slot(hash, token) = slot{uint32(hash), place + 1}
}

// slot is where a token is, or should be.
func (v *vocabulary) slot(hash uint64, token string) *slot {
	mask := len(v.table) - 1
	for i := int(hash>>32) & mask; ; i = (i + 1) & mask {
		s := &v.table[i]
		if s.place == 0 || s.hash == uint32(hash) && v.tokens[s.place-1] == token {
			return s
		}
	}
}

// find is the id of a token, -1 if there is none.
func (v *vocabulary) find(token []byte) int32 {
	hash := maphash.Bytes(v.seed, token)
	mask := len(v.table) - 1
	for i := int(hash>>32) & mask; ; i = (i + 1) & mask {
		s := v.table[i]
		if s.place == 0 {
			return -1
		}
		if s.hash == uint32(hash) && v.tokens[s.place-1] == string(token) {
			return v.id(s.place - 1)
		}
	}
}

func (v *vocabulary) id(place int32) int32 {
	if v.ids != nil {
		return v.ids[place]
	}
	return place
}

// each calls do with all tokens and their ids.
func (v *vocabulary) each(do func(token string, id int32)) {
	for place, token := range v.tokens {
		do(token, v.id(int32(place)))
	}
}

// TokenID is the id of a token.
func (v *vocabulary) TokenID(token string) (int, bool) {
	s := v.slot(maphash.String(v.seed, token), token)
	if s.place == 0 {
		return 0, false
	}
	return int(v.id(s.place - 1)), true
}

// Token is the token of an id.
func (v *vocabulary) Token(id int) (string, bool) {
	if v.places != nil && 0 <= id && id <= largest {
		place, ok := v.places[int32(id)]
		if !ok {
			return "", false
		}
		return v.tokens[place], true
	}
	if id < 0 || id >= len(v.tokens) {
		return "", false
	}
	return v.tokens[id], true
}

// Size is how many tokens there are.
func (v *vocabulary) Size() int { return len(v.tokens) }

// Text is the token of a piece.
func (v *vocabulary) Text(p Piece, _ []byte, _ string) string {
	token, _ := v.Token(int(p.ID))
	return token
}

// unique says that no two tokens have the same id.
func (v *vocabulary) unique() bool { return v.places == nil || len(v.places) == len(v.tokens) }

// optional is the id of a token that need not be there, -1 if it is not.
func (v *vocabulary) optional(token *string) int32 {
	if token == nil {
		return -1
	}
	if id, ok := v.TokenID(*token); ok {
		return int32(id)
	}
	return -1
}
