package model

import "hash/maphash"

// cache remembers the pieces of words. It is bounded: when it is full, it forgets
// everything.
type cache struct {
	seed   maphash.Seed
	table  []entry // a power of two; the last word of each slot stays
	words  []byte
	pieces []Piece
}

// entry is a word in cache.words, and its pieces in cache.pieces.
type entry struct {
	hash         uint32
	word, pieces uint32
	length       uint16
	count        uint16
}

const (
	cacheSlots  = 1 << 13
	cacheWords  = 1 << 17 // bytes
	cachePieces = 1 << 15
	cacheLength = 64 // of a word that is remembered, in bytes
)

// find is the pieces of a word, and its hash; nil if it is not remembered.
func (c *cache) find(word []byte) ([]Piece, uint64) {
	if len(word) > cacheLength {
		return nil, 0
	}
	if c.table == nil {
		c.table, c.seed = make([]entry, cacheSlots), maphash.MakeSeed()
	}
	hash := maphash.Bytes(c.seed, word)
	e := &c.table[hash%cacheSlots]
	if e.hash != uint32(hash>>32) || int(e.length) != len(word) || e.count == 0 ||
		string(c.words[e.word:int(e.word)+len(word)]) != string(word) {
		return nil, hash
	}
	return c.pieces[e.pieces : int(e.pieces)+int(e.count)], hash
}

// add remembers the pieces of a word that was not found.
func (c *cache) add(word []byte, hash uint64, pieces []Piece) {
	if len(word) > cacheLength || len(pieces) == 0 || len(pieces) > cachePieces/8 {
		return
	}
	if len(c.words)+len(word) > cacheWords || len(c.pieces)+len(pieces) > cachePieces {
		c.forget()
	}
	c.table[hash%cacheSlots] = entry{
		uint32(hash >> 32), uint32(len(c.words)), uint32(len(c.pieces)), uint16(len(word)), uint16(len(pieces)),
	}
	c.words = append(c.words, word...)
	c.pieces = append(c.pieces, pieces...)
}

func (c *cache) forget() {
	clear(c.table)
	c.words, c.pieces = c.words[:0], c.pieces[:0]
}
