// Package losses measures how far a model's answers are from the right ones.
//
// Each loss is a scalar node, the mean that PyTorch's function of the same name
// gives. For graph.Minimize:
//
//	loss := losses.CrossEntropy{}
//	g.Minimize(loss.Forward(logits, labels), loss.Weight(labels))
//
// The weight is what the mean divides by, so that micro-batches with more or
// fewer labels weigh as they would in one large batch. Of the losses that divide
// by a number known when drawing, nil is the right weight if all micro-batches
// have the same shape, and s.Number of that number otherwise.
package losses
