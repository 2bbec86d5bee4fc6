package tokenizer

// length is how long something of n tokens becomes.
func (p *Padding) length(n int) int {
	if p.Length > 0 {
		n = p.Length
	}
	if p.MultipleOf > 0 && n%p.MultipleOf > 0 {
		n += p.MultipleOf - n%p.MultipleOf
	}
	return n
}

// pad makes e, and what overflows, as long as length.
func (e *Encoding) pad(p *Padding, length int) {
	for _, o := range e.Overflow {
		o.pad(p, length)
	}
	n := e.Len()
	if n >= length {
		return
	}
	long := newEncoding(length)
	from := 0
	if p.Direction == "Left" {
		from = length - n
	}
	for i := range length {
		if i < from || i >= from+n {
			long.IDs[i], long.TypeIDs[i], long.Tokens[i] = p.ID, p.TypeID, p.Token
			long.SpecialMask[i], long.Words[i], long.Sequences[i] = 1, -1, -1
		}
	}
	copy(long.IDs[from:], e.IDs)
	copy(long.Tokens[from:], e.Tokens)
	copy(long.TypeIDs[from:], e.TypeIDs)
	copy(long.AttentionMask[from:], e.AttentionMask)
	copy(long.SpecialMask[from:], e.SpecialMask)
	copy(long.Words[from:], e.Words)
	copy(long.Sequences[from:], e.Sequences)
	copy(long.Bytes[from:], e.Bytes)
	copy(long.Runes[from:], e.Runes)
	long.Overflow = e.Overflow
	*e = *long
}
