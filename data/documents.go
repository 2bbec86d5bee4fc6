package data

import (
	"fmt"
	"sort"
)

// Documents are texts as tokens, cut into sentences: what BERT is pretrained on,
// see ReadDocuments. They do not change; parts of them share their memory.
type Documents struct {
	name      string
	tokens    Tokens
	joined    []bool   // token i is of the word that token i-1 is of
	sentences []int    // where each begins among the tokens, and the end of the last
	documents [][2]int // the sentences [from, to) of each
}

// Len is how many documents there are.
func (d *Documents) Len() int { return len(d.documents) }

// Tokens is how many tokens they have.
func (d *Documents) Tokens() (n int) {
	for _, doc := range d.documents {
		n += d.sentences[doc[1]] - d.sentences[doc[0]]
	}
	return n
}

// Document is number i as its sentences, each the ids of its tokens.
func (d *Documents) Document(i int) (sentences [][]int) {
	for s := d.documents[i][0]; s < d.documents[i][1]; s++ {
		sentences = append(sentences, d.tokens.Slice(d.sentences[s], d.sentences[s+1]).IDs())
	}
	return sentences
}

// Split deals documents at random into some to train on and a share held out, both
// in the order in which they came. Who is where depends on how many there are, the
// share and the seed alone. Each part must have two documents, as next sentences
// that are not the next are taken from another.
func (d *Documents) Split(held float64, seed uint64) (training, heldOut *Documents, err error) {
	if !(held > 0 && held < 1) {
		return nil, nil, fmt.Errorf("split: %v of the documents held out: want above 0 and below 1", held)
	}
	n := int(held * float64(d.Len()))
	if n < 2 || d.Len()-n < 2 {
		return nil, nil, fmt.Errorf("split: %s has %d documents, of which %v are %d: want at least 2 in each part: "+
			"more documents, parted by blank lines", d.name, d.Len(), held, n)
	}
	order := shuffled(d.Len(), seed)
	return d.some(order[n:], "the training documents"), d.some(order[:n], "the documents held out"), nil
}

// some are those of these numbers.
func (d *Documents) some(numbers []int, name string) *Documents {
	sort.Ints(numbers)
	part := *d
	part.name, part.documents = name, make([][2]int, len(numbers))
	for i, n := range numbers {
		part.documents[i] = d.documents[n]
	}
	return &part
}

// Vocab is one more than the largest id that a token may have.
func (d *Documents) Vocab() int { return d.tokens.Vocab() }
