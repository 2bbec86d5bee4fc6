// Package encoded is what a tokenizer has before it is given away: tokens in
// parts, which post-processors put together and truncation cuts.
package encoded

// None is the word or the sequence of a token that has none.
const None = -1

// Token is one token.
type Token struct {
	ID, Type   int32
	Start, End int32 // bytes [Start, End) of its text
	Word       int32
	In         int8 // the text that Start and End are in
	Sequence   int8 // the text that it is said to be of
	Special    bool
	Text       string
}

// Part is the tokens of a text, or special ones beside them. Overflow is what was
// cut off, in parts of their own.
type Part struct {
	Of       int  // which text, from 1; 0 for none
	Goes     bool // with the part before: both are one to the next post-processor
	Tokens   []Token
	Overflow [][]Token
}

// All calls f with the tokens of a part, and of each that was cut off.
func (p *Part) All(f func(tokens []Token)) {
	f(p.Tokens)
	for _, o := range p.Overflow {
		f(o)
	}
}

// SetSequence says which text the tokens of a part are of.
func SetSequence(tokens []Token, sequence int) {
	for i := range tokens {
		tokens[i].Sequence = int8(sequence)
	}
}

// SetType gives tokens a type.
func SetType(tokens []Token, id int32) {
	for i := range tokens {
		tokens[i].Type = id
	}
}

// Memory is what post-processors write to. It is reused: what they return is valid
// until Reset.
type Memory struct {
	parts  [2][]Part
	turn   int
	tokens []Token
}

// Reset takes back all that was given.
func (m *Memory) Reset() { m.tokens = m.tokens[:0] }

// Parts is an empty list, other than the one that Parts gave before.
func (m *Memory) Parts() *[]Part {
	m.turn = 1 - m.turn
	m.parts[m.turn] = m.parts[m.turn][:0]
	return &m.parts[m.turn]
}

// Copy is tokens that may be changed.
func (m *Memory) Copy(tokens []Token) []Token {
	n := len(m.tokens)
	m.tokens = append(m.tokens, tokens...)
	return m.tokens[n:len(m.tokens):len(m.tokens)]
}

// Join is the tokens of parts in a row.
func (m *Memory) Join(parts []Part) []Token {
	n := len(m.tokens)
	for i := range parts {
		m.tokens = append(m.tokens, parts[i].Tokens...)
	}
	return m.tokens[n:len(m.tokens):len(m.tokens)]
}
