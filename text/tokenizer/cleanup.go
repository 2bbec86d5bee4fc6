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

// settled is the length of what no text behind can change: up to the last space
// that neither begins an artifact nor ends one.
func settled(text string) int {
	for p := len(text) - 2; p > 0; p-- {
		if text[p] == ' ' && !strings.Contains(".?!,'n ", text[p+1:p+2]) && text[p-1] != '\'' && text[p-1] != ' ' {
			return p
		}
	}
	return 0
}
