package optimizers

import "github.com/gaze-ml/gaze/internal/kernel"

// ClipValue keeps each element within bounds: u ← min(max(u, -Max), Max).
type ClipValue struct{ Max float64 }

// NewClipValue makes a link for NewChain or Chain.Before.
func NewClipValue(most float64) *ClipValue { return &ClipValue{Max: most} }

// Slots are none.
func (c *ClipValue) Slots() []string { return nil }

// Begin refuses a Max that is not above 0.
func (c *ClipValue) Begin(int) error { return above("ClipValue.Max", c.Max) }

// Apply clips.
func (c *ClipValue) Apply(p *Piece) {
	most := float32(c.Max)
	kernel.Clamp(p.Update.F32, p.Update.F32, -most, most)
	kernel.Clamp(p.Update.F64, p.Update.F64, -c.Max, c.Max)
}
