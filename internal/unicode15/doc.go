// Package unicode15 has the tables of Unicode that text is normalized and cut by,
// pinned: they are those of the reference tokenizers, whichever Go compiles this.
//
// Most are of Unicode 15 and 16; some, as the reference has it, are older or its
// own. The tables are generated; SOURCE says from what.
package unicode15

//go:generate go run ./gen
