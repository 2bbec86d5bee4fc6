package gpt

import (
	"encoding/json"
	"math"

	"github.com/gaze-ml/gaze/attention"
	"github.com/gaze-ml/gaze/graph"
	"github.com/gaze-ml/gaze/internal/checkpoint"
)

// RopeParameters are Llama's rotary positions. The angle of position p in the
// i-th of d/2 pairs is p·f, with f = RopeTheta^(−2i/d) for rope_type "default";
// the others change f so that a model reaches farther than it was trained:
//
//	linear  f/Factor
//	llama3  f for waves shorter than original/HighFreqFactor, f/Factor for those
//	        longer than original/LowFreqFactor, and in between a mean of the two
//	        that is linear in the wave's frequency (Llama 3.1)
//
// where original is OriginalMaxPositionEmbeddings.
type RopeParameters struct {
	RopeType  string  `json:"rope_type,omitempty"`
	Type      string  `json:"type,omitempty"` // older files' name of it
	RopeTheta float64 `json:"rope_theta,omitempty"`

	Factor         float64 `json:"factor,omitempty"`
	LowFreqFactor  float64 `json:"low_freq_factor,omitempty"`
	HighFreqFactor float64 `json:"high_freq_factor,omitempty"`
	Original       float64 `json:"original_max_position_embeddings,omitempty"`

	// Not supported: anything but 1 is an error of Check.
	PartialRotaryFactor float64         `json:"partial_rotary_factor,omitempty"`
	AttentionFactor     json.RawMessage `json:"attention_factor,omitempty"`

	file *checkpoint.Document
}

type plainRope RopeParameters

// UnmarshalJSON reads the object.
func (r *RopeParameters) UnmarshalJSON(text []byte) error {
	var read plainRope
	file, err := checkpoint.Unmarshal(text, &read)
	if err != nil {
		return err
	}
	*r = RopeParameters(read)
	r.file = file
	return nil
}

// MarshalJSON writes the object.
func (r *RopeParameters) MarshalJSON() ([]byte, error) {
	return checkpoint.Marshal(r.file, plainRope(*r))
}

var (
	_ json.Marshaler   = (*RopeParameters)(nil)
	_ json.Unmarshaler = (*RopeParameters)(nil)
)

func (r *RopeParameters) kind() string {
	switch {
	case r.RopeType != "":
		return r.RopeType
	case r.Type != "":
		return r.Type
	}
	return "default"
}

func (r *RopeParameters) check(all *checkpoint.Checks) {
	all.Add(r.RopeTheta > 0, "rope_theta", r.RopeTheta, "above 0")
	all.Add(r.PartialRotaryFactor == 0 || r.PartialRotaryFactor == 1, "partial_rotary_factor", r.PartialRotaryFactor, "1: others are not supported")
	all.Only("attention_factor", r.AttentionFactor, "1", "1.0")
	switch kind := r.kind(); kind {
	case "default":
	case "llama3":
		all.Add(r.Original > 0, "original_max_position_embeddings", r.Original, "above 0")
		all.Add(r.LowFreqFactor > 0, "low_freq_factor", r.LowFreqFactor, "above 0")
		all.Add(r.HighFreqFactor > r.LowFreqFactor, "high_freq_factor", r.HighFreqFactor, "above low_freq_factor, %v", r.LowFreqFactor)
		fallthrough
	case "linear":
		all.Add(r.Factor > 0, "factor", r.Factor, "above 0")
	default:
		all.Add(false, "rope_type", kind, `one of those implemented, "default", "linear" or "llama3"`)
	}
}

// frequencies are f for each of d/2 pairs.
func (r *RopeParameters) frequencies(d int) []float64 {
	list := make([]float64, d/2)
	for i := range list {
		list[i] = r.scaled(math.Pow(r.RopeTheta, -2*float64(i)/float64(d)))
	}
	return list
}

func (r *RopeParameters) scaled(f float64) float64 {
	switch r.kind() {
	case "linear":
		return f / r.Factor
	case "llama3":
		waves := r.Original * f / (2 * math.Pi) // in the original length
		kept := (waves - r.LowFreqFactor) / (r.HighFreqFactor - r.LowFreqFactor)
		kept = max(0, min(1, kept))
		return kept*f + (1-kept)*f/r.Factor
	}
	return f
}

// rotary are the tables of longest positions, for heads of width d.
func (r *RopeParameters) rotary(s *graph.Scope, longest, d int) *attention.Rotary {
	list := r.frequencies(d)
	cos, sin := make([]float64, longest*len(list)), make([]float64, longest*len(list))
	for i := range cos {
		sin[i], cos[i] = math.Sincos(float64(i/len(list)) * list[i%len(list)])
	}
	return &attention.Rotary{Cos: s.Table(cos, longest, len(list)), Sin: s.Table(sin, longest, len(list))}
}
