package optimizers

import (
	"fmt"
	"slices"
	"strings"
)

// link is a transform in its place in a chain.
type link struct {
	Transform
	index int      // in the chain
	slots []string // the names it gave
	at    int      // where its slots begin among those of all links
	by    perPath  // the transform itself if it treats parameters differently; asking each step would allocate
}

// stage is a part of the chain that can work on one piece after another. The
// next one begins with a link that must have seen all pieces: a norm or a sum.
type stage struct {
	links []link
	next  *link   // nil for the last stage
	fused *fusion // of the last stage: its links as one loop, nil if there is none
}

// place gives each transform its slots.
func place(transforms []Transform) ([]link, error) {
	var links []link
	var taken []string
	for i, t := range transforms {
		if missing(t) {
			return nil, fmt.Errorf("link %d is nil", i)
		}
		l := link{Transform: t, index: i, slots: t.Slots(), at: len(taken)}
		l.by, _ = t.(perPath)
		for _, name := range l.slots {
			switch {
			case slices.Contains(taken, name):
				return nil, fmt.Errorf("link %d (%T): an earlier link has the slot %q too, and state is kept by name", i, t, name)
			case name == "" || name == stepSlot || strings.Contains(name, "."):
				return nil, fmt.Errorf("link %d (%T): slot %q: want a name without dots, other than %q", i, t, name, stepSlot)
			}
			taken = append(taken, name)
		}
		if _, ok := t.(*Accumulate); ok && len(taken) > 1 {
			return nil, fmt.Errorf("link %d is Accumulate: want one, and before the links that keep state: here after %q", i, taken[0])
		}
		links = append(links, l)
	}
	return links, nil
}

// split cuts the chain into stages.
func split(links []link) []stage {
	var stages []stage
	from := 0
	for i := range links {
		switch links[i].Transform.(type) {
		case *ClipNorm, *Accumulate:
			stages = append(stages, stage{links: links[from:i], next: &links[i]})
			from = i
		}
	}
	return append(stages, stage{links: links[from:], fused: fuse(links[from:])})
}

// moved reports whether a link wants other slots than it did.
func moved(links []link) bool {
	for i := range links {
		if !slices.Equal(links[i].slots, links[i].Slots()) {
			return true
		}
	}
	return false
}
