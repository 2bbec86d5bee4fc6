package ops

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// rowsOf is whose rows an Embedding reads.
type rowsOf struct {
	rowGrid
	padding int
}

// joinEmbedding is the sum of a and b as one operation, if one of them is the
// gradient of an Embedding, of whose rows few may be other than 0: they are added to
// the other gradient, that of a table which is also the weight of the output, say.
// Else it is nil.
func joinEmbedding(a, b *gorgonia.Node) (*gorgonia.Node, error) {
	from := embedsOf(b)
	if from == nil {
		if from = embedsOf(a); from == nil {
			return nil, nil
		}
		a, b = b, a
	}
	operands := Children(b) // ids and the gradient of what was read
	return apply(Def{
		Name:     "add embedding gradient",
		Infer:    func(in []Type) (Type, error) { return in[0], nil },
		Forward:  from.addOnto,
		Gradient: from.gradientOfSum,
		Wrt:      []int{0, 2},
		InPlace:  []int{0},
	}, a, operands[0], operands[1])
}

// embedsOf is what n is the gradient of, if that is an Embedding.
func embedsOf(n *gorgonia.Node) *rowsOf {
	if b, ok := n.Op().(*backward); ok {
		return b.of.def.embeds
	}
	return nil
}

// addOnto binds c.In[0] plus the gradient of ids and dy, the other operands.
func (r *rowsOf) addOnto(c *Call) func() {
	add := inOrder(copyAll(c, c.Out, c.In[0]), r.add(c, c.Out, c.In[2], c.In[1].Int, r.padding))
	return bounded(c, "ids", c.In[1], 0, r.length-1, add)
}

// gradientOfSum is dz for what was added to, and the rows of dz that ids name.
func (r *rowsOf) gradientOfSum(in gorgonia.Nodes, _, dz *gorgonia.Node) (gorgonia.Nodes, error) {
	if r.padding >= 0 {
		return nil, fmt.Errorf("embedding: a second derivative with padding is not defined")
	}
	rows, err := Embedding(dz, in[1], r.padding)
	return gorgonia.Nodes{dz, nil, rows}, err
}
