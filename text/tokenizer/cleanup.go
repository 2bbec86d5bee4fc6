package tokenizer

import "strings"

// artifacts are the spaces that tokens apart from each other leave in English, and
// what they become, in the order in which transformers replaces them.
var artifacts = [...][2]string{
	{" .", "."}, {" ?", "?"}, {" !", "!"}, {" ,", ","}, {" ' ", "'"},
	{" n't", "n't"}, {" 'm", "'m"}, {" 's", "'s"}, {" 've", "'ve"}, {" 're", "'re"},
}

// cleanUp is text without artifacts, as transformers' clean_up_tokenization.
func cleanUp(text string) string {
	if !strings.Contains(text, " ") {
		return text
	}
	for _, a := range artifacts {
		text = strings.ReplaceAll(text, a[0], a[1])
	}
	return text
}

// cleaning is a source that is cleaned up as it comes.
type cleaning struct {
	source
	held string
}

func (c *cleaning) next(id int) string {
	c.held += c.source.next(id)
	n := settled(c.held)
	text := cleanUp(c.held[:n])
	c.held = c.held[n:]
	return text
}

func (c *cleaning) end() string {
	text := cleanUp(c.held + c.source.end())
	c.held = ""
	return text
}

// settled is the length of what no text behind can change: up to three characters
// that are no spaces, for an artifact begins with a space and has no more than
// three behind it, and nothing but spaces is ever taken out.
func settled(text string) int {
	end, run := 0, 0
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == ' ' {
			run = 0
			continue
		}
		if run++; run == 1 {
			end = i + 1
		}
		if run == 3 {
			return end
		}
	}
	return 0
}
