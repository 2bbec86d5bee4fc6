package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gaze-ml/gaze/viz"
)

const attentionLong = `Draw what each token of a text looks at, in every head of every layer.

attention.html is a page of all maps: choose layer and head, point at a cell for
its weight. It works offline. attention.png is one map as a picture: the one that
--layer and --head name, counted from 0, or else the most focused one.`

const attentionExample = `  demo attention "To be, or not to be"
  demo attention --checkpoint out/poems 春眠不覺曉 --out out/spring
  demo attention "ROMEO:" --layer 1 --head 3 --json
  demo attention --checkpoint stories260K --ids 1,403,407,261,378`

// looking is the command attention.
type looking struct {
	checkpoint  string
	out         string
	ids         []int
	layer, head int
	json        bool
}

func newAttention() *cobra.Command {
	l := looking{}
	c := &cobra.Command{
		Use: "attention [TEXT]", Short: "Draw what each token of a text looks at", Long: attentionLong, Example: attentionExample,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("attention takes one text, and was given %d: put quotes around it", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return l.run(c, strings.Join(args, "")) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&l.checkpoint, "checkpoint", "", "folder of a model (default: out/lm, else out)")
	f.StringVar(&l.out, "out", "out/attention", "folder for all that is written")
	f.IntSliceVar(&l.ids, "ids", nil, "token ids, in place of a text")
	f.IntVar(&l.layer, "layer", -1, "of the picture; -1: the most focused")
	f.IntVar(&l.head, "head", -1, "of the picture; -1: the most focused")
	f.BoolVar(&l.json, "json", false, "print where the files are as JSON")
	folders(c, "checkpoint", "out")
	return c
}

func (l *looking) run(c *cobra.Command, text string) error {
	m, err := openCheckpoint(l.checkpoint)
	if err != nil {
		return err
	}
	defer m.model.Close()
	if text == "" && len(l.ids) == 0 {
		return fmt.Errorf("want a text to look at, such as demo attention %q", "To be, or not to be")
	}
	ids, err := m.encode("the text", text, l.ids)
	if err != nil {
		return err
	}
	maps, err := look(m, ids, l.layer, l.head)
	if err != nil {
		return err
	}
	out, err := openFolder(l.out)
	if err != nil {
		return err
	}
	if err := maps.draw(out); err != nil {
		return err
	}
	if err := out.explain("What looks at what", "Written by `demo attention` with the model in "+m.path+"."); err != nil {
		return err
	}
	if l.json {
		return printJSON(c.OutOrStdout(), map[string][]string{"files": out.paths()})
	}
	out.list(c.OutOrStdout())
	return nil
}

// maps are what the tokens of a text look at, and one of them.
type maps struct {
	all *viz.Attention
	one *viz.Head
}

// look finds out; a layer or head of -1 is that of the most focused map.
func look(m *checkpoint, ids []int, layer, head int) (*maps, error) {
	if len(ids) > m.longest {
		return nil, fmt.Errorf("the text has %d tokens: want at most %d, which the model can see at once", len(ids), m.longest)
	}
	weights, err := m.model.Attention(ids)
	if err != nil {
		return nil, err
	}
	if layer, head, err = choose(weights, layer, head); err != nil {
		return nil, err
	}
	tokens := m.tokens(ids)
	all, err := viz.NewAttention(weights, tokens, tokens)
	if err != nil {
		return nil, err
	}
	one, err := all.Head(layer, head)
	return &maps{all, one}, err
}

// draw writes attention.png and attention.html.
func (m *maps) draw(out *folder) error {
	if err := out.write("attention.png", "what each token looks at in "+m.one.Title, string(m.one.PNG())); err != nil {
		return err
	}
	return out.write("attention.html", "all maps, to be opened in a browser", viz.Page("Attention", m.all))
}

// tokens is each id as text, or as its number.
func (c *checkpoint) tokens(ids []int) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprint(id)
		if c.decoder != nil {
			list[i] = c.piece(id)
		}
	}
	return list
}

// choose is the most focused map among those that layer and head leave.
func choose(weights [][][][]float32, layer, head int) (bestLayer, bestHead int, err error) {
	if layer < -1 || layer >= len(weights) {
		return 0, 0, fmt.Errorf("--layer %d: want 0 to %d, or -1 for the most focused", layer, len(weights)-1)
	}
	if heads := len(weights[max(layer, 0)]); head < -1 || head >= heads {
		return 0, 0, fmt.Errorf("--head %d: want 0 to %d, or -1 for the most focused", head, heads-1)
	}
	best := -1.0
	for l, heads := range weights {
		for h, table := range heads {
			if f := focus(table); f > best && (layer < 0 || l == layer) && (head < 0 || h == head) {
				best, bestLayer, bestHead = f, l, h
			}
		}
	}
	return bestLayer, bestHead, nil
}

// focus is how much of its weight a token gives to a single other one before it:
// the mean over tokens.
func focus(table [][]float32) float64 {
	sum := 0.0
	for q, row := range table {
		most := float32(0)
		for _, w := range row[:q] {
			most = max(most, w)
		}
		sum += float64(most)
	}
	return sum / float64(len(table))
}
