package bert

import (
	"gorgonia.org/tensor"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/layers"
)

// Embeddings say which token stands where, and in which of two texts:
//
//	norm(tokens[ids] + types[type] + positions[position])
//
// BERT and DistilBERT count positions from 0; RoBERTa counts tokens that are not
// padding, from the row after padding's, which all padding has.
type Embeddings struct {
	Tokens    *layers.PaddedEmbedding // [vocab, hidden]
	Positions *layers.PaddedEmbedding // [positions, hidden]; with padding, counted as RoBERTa does
	Types     *layers.Embedding       // [types, hidden]; nil: none, as in DistilBERT
	Norm      *layers.LayerNorm
	Dropout   float64 // while training
}

// NewEmbeddings declares the parameters.
func NewEmbeddings(s *graph.Scope, c *Config) *Embeddings {
	from := -1
	if c.ModelType == typeRoBERTa {
		from = c.padding()
	}
	e := &Embeddings{
		Tokens:    c.table(s.In("word_embeddings"), c.VocabSize, c.padding()),
		Positions: c.table(s.In("position_embeddings"), c.MaxPositionEmbeddings, from),
		Norm:      c.norm(s.In("LayerNorm")),
		Dropout:   c.HiddenDropoutProb,
	}
	if c.TypeVocabSize > 0 {
		e.Types = &layers.Embedding{Weight: c.table(s.In("token_type_embeddings"), c.TypeVocabSize, -1).Weight}
	}
	return e
}

// Forward is [batch, seq, hidden] for t's ids [batch, seq]. Types are not looked
// at where the model knows none.
func (e *Embeddings) Forward(t Text) *graph.Node {
	x := e.Tokens.Forward(t.IDs) // [batch, seq, hidden]
	switch {
	case e.Types == nil:
	case t.Types == nil:
		x = x.Add(e.Types.Weight.Slice(0, 0, 1))
	default:
		x = x.Add(e.Types.Forward(t.Types))
	}
	x = x.Add(e.positions(t.IDs)) // [batch, seq, hidden]
	return e.Norm.Forward(x).Dropout(e.Dropout)
}

// positions are the rows for ids [batch, seq]: [seq, hidden] or [batch, seq,
// hidden].
func (e *Embeddings) positions(ids *graph.Node) *graph.Node {
	s, first := ids.Graph().Scope(), e.Positions.Padding+1
	seq, longest := ids.Dim(1), e.Positions.Weight.Dim(0)-first
	if seq > longest {
		s.Errorf("%s: %d positions: want 1 to %d, which the model was made for", ids, seq, longest)
	}
	if first == 0 {
		return e.Positions.Weight.Slice(0, 0, seq)
	}
	real := ids.NotEqual(s.Whole(e.Tokens.Padding)).Cast(tensor.Float32) // [batch, seq]
	at := real.CumSum(1).Mul(real).Cast(tensor.Int)                      // 1, 2 …; 0 for padding
	return e.Positions.Forward(at.Add(s.Whole(first - 1)))
}
