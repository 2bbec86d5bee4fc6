package pattern

// deepseek3 leaves numbers and controls unmatched, unless letters follow.
func deepseek3(text []byte, i int) int {
	k, size := at(text, i)
	if c := text[i]; size == 1 && k&(punctuation|symbol) != 0 {
		if end := latin(text, i+1); end > i+1 && c < 0x7F {
			return end
		}
	}
	switch {
	case k&(letter|mark) != 0:
		return run(text, i+size, letter|mark)
	case k&(newline|punctuation|symbol) == 0:
		if next, n := at(text, i+size); next&(letter|mark) != 0 {
			return run(text, i+size+n, letter|mark)
		}
	}
	if end := signs(text, i, punctuation|symbol); end > i {
		return run(text, end, newline)
	}
	return lines(text, i)
}

// latin is where letters of ASCII, from i on, end.
func latin(text []byte, i int) int {
	for i < len(text) && 'a' <= lowered(text[i]) && lowered(text[i]) <= 'z' {
		i++
	}
	return i
}
