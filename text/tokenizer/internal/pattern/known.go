package pattern

// known are the expressions that are matched by hand.
var known = map[string]byHand{
	`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`: gpt2,

	`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
		`|\s*[\r\n]+|\s+(?!\S)|\s+`: llama3,

	`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*` +
		`|\s*[\r\n]+|\s+(?!\S)|\s+`: qwen,

	`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?` +
		`|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?` +
		`|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`: o200k,

	"[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+" +
		`| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`: deepseek3,
}

// GPT2 is the expression of GPT-2 and its likes.
var GPT2 Pattern = byHand(gpt2)

func gpt2(text []byte, i int) int {
	if text[i] == '\'' {
		if end := contraction(text, i, false); end > i {
			return end
		}
	}
	j := i
	if text[i] == ' ' {
		j++
	}
	switch k, size := at(text, j); {
	case k&letter != 0:
		return run(text, j+size, letter)
	case k&number != 0:
		return run(text, j+size, number)
	case k&others != 0:
		return run(text, j+size, others)
	}
	return spaces(text, i)
}

func llama3(text []byte, i int) int { return words(text, i, 3) }

func qwen(text []byte, i int) int { return words(text, i, 1) }

// words is llama3 with numbers of so many digits.
func words(text []byte, i, digits int) int {
	if text[i] == '\'' {
		if end := contraction(text, i, true); end > i {
			return end
		}
	}
	k, size := at(text, i)
	switch {
	case k&letter != 0:
		return run(text, i+size, letter)
	case k&number != 0:
		return upTo(text, i+size, number, digits-1)
	case k&newline == 0:
		if next, n := at(text, i+size); next&letter != 0 {
			return run(text, i+size+n, letter)
		}
	}
	if end := signs(text, i, others); end > i {
		return run(text, end, newline)
	}
	return lines(text, i)
}

// upTo is where at most n characters of a kind end.
func upTo(text []byte, i int, kinds kind, n int) int {
	for ; n > 0; n-- {
		k, size := at(text, i)
		if k&kinds == 0 {
			break
		}
		i += size
	}
	return i
}
