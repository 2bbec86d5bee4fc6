package report

import "strings"

// Sitting is everything that was measured at one time on one machine.
type Sitting struct {
	Machine Machine  `json:"machine"`
	Results []Result `json:"results"`
}

// Machine is what was measured on, and how.
type Machine struct {
	CPU     string  `json:"cpu"`
	Cores   int     `json:"cores"`
	Level   string  `json:"level"` // of Gaze's kernels
	Go      string  `json:"go"`
	Date    string  `json:"date"`
	Rounds  int     `json:"rounds"`
	Seconds float64 `json:"seconds"` // of each round, for each contestant
	Load    float64 `json:"load"`    // average of the last minute, before we began; 0 if unknown
}

// Join adds another sitting's results. Of the machine what came last counts, but for the
// load, of which the highest does.
func (s *Sitting) Join(other Sitting) {
	load := max(s.Machine.Load, other.Machine.Load)
	s.Machine, s.Results = other.Machine, append(s.Results, other.Results...)
	s.Machine.Load = load
}

// the peers' names.
const (
	Gaze    = "gaze"
	Ceiling = "ceiling"
	torch   = "torch" // and torch-1.13
)

// choose are the results of a case and a number of threads that have times.
func (s *Sitting) choose(name string, threads int, keep func(*Result) bool) (chosen []*Result) {
	for i := range s.Results {
		r := &s.Results[i]
		if r.Case.Name == name && r.Threads == threads && r.Min() > 0 && keep(r) {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// Rivals are the configurations of PyTorch that a result of Gaze's is held
// against: those of the same precision. Gaze's bf16x3, which PyTorch has not, is
// held against float32; a training step in bf16 against all, since what counts is
// how soon a model has learned.
func (s *Sitting) Rivals(r *Result) []*Result {
	precision := r.Precision
	if precision == "bf16x3" {
		precision = "float32"
	}
	return s.choose(r.Case.Name, r.Threads, func(p *Result) bool {
		any := r.Case.Training() && precision == "bf16"
		return strings.HasPrefix(p.Peer, torch) && (any || p.Precision == precision)
	})
}

// Fastest is the one with the shortest time, nil of none.
func Fastest(rs []*Result) *Result {
	return least(rs, (*Result).Min)
}

// Smallest is the one with the least memory, nil of none.
func Smallest(rs []*Result) *Result {
	return least(rs, func(r *Result) float64 { return r.Left.PeakMB })
}

func least(rs []*Result, of func(*Result) float64) (best *Result) {
	for _, r := range rs {
		if x := of(r); x > 0 && (best == nil || x < of(best)) {
			best = r
		}
	}
	return best
}

// reference is what losses and outputs are compared with: Gaze's in float32, or
// whatever was measured first.
func (s *Sitting) reference(r *Result) *Result {
	all := s.choose(r.Case.Name, r.Threads, func(p *Result) bool { return len(p.Check) > 0 })
	for _, p := range all {
		if p.Peer == Gaze && p.Precision == "float32" {
			return p
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// limit is the ceiling measured beside a result, in GFLOP/s.
func (s *Sitting) limit(r *Result) float64 {
	for _, p := range s.choose(r.Case.Name, r.Threads, func(p *Result) bool { return p.Peer == Ceiling }) {
		return p.Rate()
	}
	return 0
}
