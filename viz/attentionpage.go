package viz

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

//go:embed page/attention.html
var attentionHTML string

//go:embed page/attention.css
var attentionCSS string

//go:embed page/attention.js
var attentionJS string

// attentionData is what the script of the page reads. Its names are the script's.
type attentionData struct {
	ID      string   `json:"id"`
	Queries []string `json:"queries"`
	Keys    []string `json:"keys"`
	Heads   []int    `json:"heads"` // of each layer
	Causal  [][]bool `json:"causal"`
	Packed  bool     `json:"packed"`
	Bits    int      `json:"bits"`
	Weights string   `json:"weights"` // see packed
	Light   []string `json:"light"`
	Dark    []string `json:"dark"`
}

// HTML is a fragment to look around in: choose layer and head, from lists or
// from small pictures of all; point at a cell, or walk there with the arrow
// keys, for its tokens and its weight; and see below the map what one query
// looks at. It is light or dark as the reader's system is.
//
// It holds each weight in 16 bits, or in 8 if there are more than a million,
// as a part of the greatest of its row: within 0.001 or 0.2 percent of that
// one. Causal maps take half the room. 12 layers of 12 heads over 128 tokens
// are 3.3 MB, causal ones 1.7; of thousands of tokens draw a Head instead.
func (a *Attention) HTML() string {
	bytes, bits, triangle := a.pack()
	data := attentionData{
		Queries: visibles(a.queries), Keys: visibles(a.keys),
		Packed: triangle, Bits: bits, Weights: base64.StdEncoding.EncodeToString(bytes),
		Light: lightRamp.css(), Dark: darkRamp.css(),
	}
	for _, heads := range a.weights {
		data.Heads = append(data.Heads, len(heads))
		mask := make([]bool, len(heads))
		for h, w := range heads {
			mask[h] = causal(w)
		}
		data.Causal = append(data.Causal, mask)
	}
	data.ID = a.id(data)
	literal, err := json.Marshal(data) // < > & and U+2028 are escaped, as a script needs
	must(err)

	var b strings.Builder
	b.WriteString("<div class=\"gaze\" data-gaze=\"" + data.ID + "\">\n<style>\n" + attentionCSS + "</style>\n")
	if t := oneLine(a.Title); t != "" {
		b.WriteString("<h2>" + html.EscapeString(t) + "</h2>\n")
	}
	b.WriteString("<noscript><p>These maps need JavaScript.</p></noscript>\n" + attentionHTML)
	b.WriteString("<p class=\"note\">" + a.note(bits) + "</p>\n</div>\n")
	b.WriteString("<script>\n" + strings.Replace(attentionJS, "/*DATA*/", string(literal), 1) + "</script>\n")
	return b.String()
}

// id tells the maps of a page apart.
func (a *Attention) id(data attentionData) string {
	text, err := json.Marshal(data)
	must(err)
	sum := sha256.Sum256(append(text, a.Title...))
	return fmt.Sprintf("%x", sum[:8])
}

// note says how exact the page is, and what its marks mean.
func (a *Attention) note(bits int) string {
	within := "0.001"
	if bits == 8 {
		within = "0.2"
	}
	return "Layers, heads and tokens count from 0. Each weight is within " + within +
		" % of the greatest of its row. Small maps show each row up to its greatest. ␣ is a space, ↵ a newline."
}
