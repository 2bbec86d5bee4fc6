package optimizers

import "github.com/gaze-ml/gaze/internal/kernel"

// SetTeam makes a chain run on a team of its own.
func (c *Chain) SetTeam(t *kernel.Team) { c.team, c.plan = t, nil }

// Unfused makes the next plan run link by link.
func (c *Chain) Unfused() { c.links = append([]Transform{Identity{}}, c.links...) }

// Identity changes nothing, and no loop knows it.
type Identity struct{}

func (Identity) Slots() []string { return nil }
func (Identity) Begin(int) error { return nil }
func (Identity) Apply(*Piece)    {}
