package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// idle is the load below which a machine has nothing else to do.
const idle = 0.7

func (m *Machine) busy() bool { return m.Load > idle }

// Write writes the sitting as Markdown: what it ran on, Gaze against the fastest
// PyTorch, then every contestant, then what could not run.
func (s *Sitting) Write(w io.Writer) error {
	var b strings.Builder
	m := s.Machine
	fmt.Fprintf(&b, "%s, %d cores; Gaze's kernels: %s; %s; %s. %d rounds, %g s of each contestant in each.\n",
		m.CPU, m.Cores, m.Level, m.Go, m.Date, m.Rounds, m.Seconds)
	if m.busy() {
		fmt.Fprintf(&b, "\n**The machine was busy** (load %.1f before we began), so times on the clock are too long, and their ratios are by chance: compare CPU.\n", m.Load)
	}
	s.summary(&b)
	for _, name := range s.names() {
		s.section(&b, name)
	}
	s.absent(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// summary is a line for each case, precision and number of threads of Gaze's.
func (s *Sitting) summary(b *strings.Builder) {
	head := false
	for i := range s.Results {
		r := &s.Results[i]
		rival := Fastest(s.Rivals(r))
		if r.Peer != Gaze || r.Min() == 0 || rival == nil {
			continue
		}
		if !head {
			b.WriteString("\n| case | precision | threads | Gaze, ms | PyTorch, ms | fastest there | × as fast | memory, and the least there |\n|---|---|---|---|---|---|---|---|\n")
			head = true
		}
		fmt.Fprintf(b, "| %s | %s | %d | %s | %s | %s | %s | %s |\n", r.Case.Name, r.Precision, r.Threads,
			number(r.Min()), number(rival.Min()), rival.label(), s.ratio(r, rival), s.memory(r))
	}
}

// ratio is how many times as fast a result is as its rival: bold, unless the
// machine was busy, when it is by chance.
func (s *Sitting) ratio(r, rival *Result) string {
	ratio := fmt.Sprintf("%.2f", rival.Min()/r.Min())
	if s.Machine.busy() {
		return ratio
	}
	return "**" + ratio + "**"
}

// memory is a result's peak beside the least of its rivals, and whose that is.
func (s *Sitting) memory(r *Result) string {
	small := Smallest(s.Rivals(r))
	if small == nil || r.Left.PeakMB == 0 || r.Case.Tokens() == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f × %s", r.Left.PeakMB/small.Left.PeakMB, small.label())
}

// section is a table of all that ran one case.
func (s *Sitting) section(b *strings.Builder, name string) {
	fmt.Fprintf(b, "\n**%s**", name)
	rate := "tokens/s"
	if s.of(name)[0].Case.Tokens() == 0 {
		rate = "GFLOP/s | of the ceiling"
	}
	fmt.Fprintf(b, "\n\n| | threads | min, ms | median, ms | CPU, ms | %s | peak, MB | deviation |\n|---|---|---|---|---|---|---|---%s|\n",
		rate, strings.Repeat("|---", strings.Count(rate, "|")))
	for _, r := range s.of(name) {
		if r.Min() > 0 {
			fmt.Fprintf(b, "| %s | %d | %s | %s | %s | %s | %s | %s |\n", r.label(), r.Threads, number(r.Min()),
				number(r.Median()), known(r.CPU(), number), s.speed(r), known(r.Left.PeakMB, whole), s.deviation(r))
		}
	}
}

// speed is tokens/s, or GFLOP/s and their share of the ceiling.
func (s *Sitting) speed(r *Result) string {
	if r.Case.Tokens() > 0 {
		return number(r.TokensPerSecond())
	}
	limit := s.limit(r)
	if limit == 0 {
		return number(r.Rate()) + " | –"
	}
	return fmt.Sprintf("%s | %.0f %%", number(r.Rate()), 100*r.Rate()/limit)
}

// known is a figure, or a dash for 0, which is none.
func known(x float64, format func(float64) string) string {
	if x == 0 {
		return "–"
	}
	return format(x)
}

func whole(x float64) string { return fmt.Sprintf("%.0f", x) }

// deviation is that of losses or outputs from the reference.
func (s *Sitting) deviation(r *Result) string {
	reference := s.reference(r)
	switch {
	case reference == nil || len(r.Check) == 0:
		return "–"
	case reference == r:
		return "0"
	}
	d := Deviation(r.Check, reference.Check)
	switch {
	case math.IsNaN(d):
		return "NaN"
	case d == 0:
		return "0"
	}
	return fmt.Sprintf("%.0e", d)
}

// absent says what could not run, and why, once for each reason.
func (s *Sitting) absent(b *strings.Builder) {
	var lines []string
	for _, r := range s.Results {
		if r.Left.Error != "" {
			lines = append(lines, fmt.Sprintf("- %s, %s: %s\n", r.Case.Name, r.label(), r.Left.Error))
		}
	}
	if lines = slices.Compact(lines); len(lines) > 0 {
		b.WriteString("\nNot measured:\n\n" + strings.Join(lines, ""))
	}
}

// names are the cases, in the order in which they were measured.
func (s *Sitting) names() (names []string) {
	for _, r := range s.Results {
		if !slices.Contains(names, r.Case.Name) {
			names = append(names, r.Case.Name)
		}
	}
	return names
}

func (s *Sitting) of(name string) (of []*Result) {
	for i := range s.Results {
		if s.Results[i].Case.Name == name {
			of = append(of, &s.Results[i])
		}
	}
	return of
}

// label names a contestant: "PyTorch 2.15.0 bf16 compile-autocast".
func (r *Result) label() string {
	words := map[string]string{Gaze: "Gaze", torch: "PyTorch", "torch-1.13": "PyTorch", "onnxruntime": "ONNX Runtime",
		"gomlx": "GoMLX", "gorgonia": "Gorgonia", Ceiling: "ceiling"}
	parts := []string{words[r.Peer], r.Version, r.Precision, r.Mode}
	if r.Peer == Gaze || r.Peer == Ceiling {
		parts[1] = ""
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// number has three digits, or all before the point.
func number(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}
