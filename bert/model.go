package bert

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// Model is a Config and the weights that go with it. Many goroutines may use it.
type Model struct {
	Config *Config
	Store  *weights.Store
}

// New is a model with weights drawn from seed, as BERT's authors began.
func New(c *Config, seed uint64) (*Model, error) {
	m := &Model{c, weights.New(seed)}
	err := c.Check()
	if err == nil {
		err = m.declare()
	}
	if err != nil {
		return nil, fmt.Errorf("new model: %w", err)
	}
	return m, nil
}

// declare makes the store hold the parameters, or miss them.
func (m *Model) declare() error {
	for _, t := range m.Config.tied() {
		if err := m.Store.Tie(t[0], t[1]); err != nil {
			return err
		}
	}
	for _, pattern := range m.Config.ignored() {
		if err := m.Store.Ignore(pattern); err != nil {
			return err
		}
	}
	g := graph.New(m.Store)
	NewNetwork(g.Scope(), m.Config)
	return g.Err()
}

// wanted is a store of the shapes that a config wants.
func wanted(c *Config) (*weights.Store, error) {
	m := &Model{c, weights.NewShapes()}
	return m.Store, m.declare()
}

// Save writes config.json and model.safetensors into a folder, for Load and for
// transformers: names and dtypes are those that the model was loaded with. A model
// of more than 5 GB is split into shards. A config that is not that of the weights
// is an error, and nothing is written.
func (m *Model) Save(dir string) error {
	const shard = 5e9
	if err := m.agree(); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(dir), err)
	}
	if err := m.Store.SaveSharded(dir, shard, m.Layouts()...); err != nil {
		return err
	}
	if err := checkpoint.WriteConfig(filepath.Join(dir, checkpoint.ConfigFile), m.Config); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(dir), err)
	}
	return nil
}

// agree lists where the config and the weights are of different models.
func (m *Model) agree() error {
	if err := m.Config.Check(); err != nil {
		return err
	}
	if m.Store == nil {
		return errors.New("the store is nil: want the weights of the config")
	}
	want, err := wanted(m.Config)
	if err != nil {
		return err
	}
	return checkpoint.Agree(want, m.Store)
}

// For is a model of another task with what this one has of its parameters, in
// their dtypes, copied; what it lacks is drawn from seed. A classifier has these
// labels; where its shape changes it is drawn anew.
func (m *Model) For(t Task, seed uint64, labels ...string) (*Model, error) {
	c := *m.Config
	c.bare = false
	err := c.setTask(t, labels)
	var want *weights.Store
	if err == nil {
		want, err = wanted(&c)
	}
	if err != nil {
		return nil, fmt.Errorf("model for %s: %w", t, err)
	}
	made := &Model{&c, weights.New(seed)}
	for _, path := range want.Paths() {
		w, _ := want.Entry(path)
		e, ok := m.Store.Entry(path)
		if !ok || !slices.Equal(e.Shape(), w.Shape()) || !e.Dtype().IsFloat() {
			continue
		}
		if err := made.Store.PutBytes(path, e.Dtype(), e.Bytes(), e.Shape()...); err != nil {
			return nil, fmt.Errorf("model for %s: %w", t, err)
		}
	}
	if err := made.declare(); err != nil {
		return nil, fmt.Errorf("model for %s: %w", t, err)
	}
	return made, nil
}

// Close gives back the files that the weights were loaded from. The model is not
// to be used afterwards.
func (m *Model) Close() error { return m.Store.Close() }

// Function is the model as a function of texts: ids [batch, seq], and, if they are
// given, types [batch, seq] and seen [batch, seq], which is true where there is no
// padding; see Inputs. Its outputs are, by task,
//
//	Encoding                hidden [batch, seq, hidden], pooled [batch, hidden] if there is a pooler
//	MaskedLM                logits [batch, seq, vocab]; given masked [masked], see At, only those: [masked, vocab]
//	NextSentence            next [batch, 2]: that the second text follows the first, that it does not
//	PreTraining             both
//	SequenceClassification  logits [batch, labels]
//	TokenClassification     logits [batch, seq, labels]
//	TokenCRF                logits, and tags [batch, seq], the best path; -100 where a token has no tag. Those that have
//	                        one are true in tagged [batch, seq], if that is given: the first pieces of words, say
//	QuestionAnswering       start and end [batch, seq]: logits of where the answer begins, and of its last token
func (m *Model) Function(o graph.Options) (*graph.Function, error) {
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return NewNetwork(s, m.Config).outputs(in)
	})
}

// Hidden is the model's encoder alone as such a function, whatever the task; its
// output is hidden [batch, seq, hidden].
func (m *Model) Hidden(o graph.Options) (*graph.Function, error) {
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		return graph.Outputs{"hidden": NewNetwork(s, m.Config).Forward(text(in))}
	})
}
