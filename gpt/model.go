package gpt

import (
	"fmt"
	"path/filepath"

	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
	"github.com/gaze-ml/gaze/weights"
)

// Model is a Config and the weights that go with it. Many goroutines may use it.
type Model struct {
	Config Config
	Store  *weights.Store
}

// New is a model with weights drawn from seed, as its paper's authors began.
func New(c Config, seed uint64) (*Model, error) {
	if err := check(c); err != nil {
		return nil, fmt.Errorf("new model: %w", err)
	}
	m := &Model{c, weights.New(seed)}
	if err := m.declare(); err != nil {
		return nil, fmt.Errorf("new model: %w", err)
	}
	return m, nil
}

// declare makes the store hold the parameters, or miss them.
func (m *Model) declare() error {
	f := m.Config.facts()
	if f.tied[0] != "" {
		if err := m.Store.Tie(f.tied[0], f.tied[1]); err != nil {
			return err
		}
	}
	for _, pattern := range f.ignored {
		if err := m.Store.Ignore(pattern); err != nil {
			return err
		}
	}
	g := graph.New(m.Store)
	m.Config.Draw(g.Scope())
	return g.Err()
}

// Save writes config.json and model.safetensors into a folder, for Load and for
// transformers: names, layout and dtypes are those that the model was loaded
// with. A model of more than 5 GB is split into shards. A config that is not that of
// the weights is an error, and nothing is written.
func (m *Model) Save(dir string) error {
	const shard = 5e9
	if err := m.agree(); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(dir), err)
	}
	if err := m.Store.SaveSharded(dir, shard, m.Config.facts().layouts...); err != nil {
		return err
	}
	if err := checkpoint.WriteConfig(filepath.Join(dir, checkpoint.ConfigFile), m.Config); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(dir), err)
	}
	return nil
}

// Close gives back the files that the weights were loaded from. The model is not
// to be used afterwards.
func (m *Model) Close() error { return m.Store.Close() }

// Function is the model as a function of ids [batch, seq], whole numbers; its
// output is logits [batch, seq, vocab], those of the token after each position.
func (m *Model) Function(o graph.Options) (*graph.Function, error) {
	return graph.NewFunction(m.Store, o, func(s *graph.Scope, in graph.Inputs) graph.Outputs {
		d := m.Config.Draw(s)
		return graph.Outputs{"logits": d.Logits(d.Forward(in.Get("ids")))}
	})
}
