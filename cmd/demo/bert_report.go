package main

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/gaze-ml/gaze/train"
	"github.com/gaze-ml/gaze/viz"
)

// fragment is a figure that is HTML already.
type fragment string

// HTML is the fragment.
func (f fragment) HTML() string { return string(f) }

// report draws report.html.
func (s *bertSession) report(out *folder, r *bertTuned) error {
	figures := []viz.Figure{s.summary(r)}
	curves, err := s.curves()
	if err != nil {
		return err
	}
	figures = append(figures, curves...)
	for _, m := range r.Measured {
		if m.confusion != nil {
			h, err := viz.NewHead(m.confusion, m.labels, m.labels)
			if err != nil {
				return err
			}
			h.Title = "Confusion on " + m.On + ": rows are wanted, columns found"
			figures = append(figures, h, m.confused())
		}
		if m.table != "" {
			figures = append(figures, fragment("<h2>Entities on "+m.On+"</h2><pre>"+html.EscapeString(m.table)+"</pre>"))
		}
		figures = append(figures, m.shown())
	}
	return out.write("report.html", "curves, scores and mistakes, a page", viz.Page("demo bert finetune --task "+s.Task, figures...))
}

// summary is a table of scores.
func (s *bertSession) summary(r *bertTuned) fragment {
	var b strings.Builder
	fmt.Fprintf(&b, "<p>%s, tuned on %s in %d steps of %d examples.</p>", html.EscapeString(s.model.path), html.EscapeString(s.Data),
		r.Steps, s.Batch*s.Accumulate)
	for _, m := range r.Measured {
		rows := [][]string{{"examples", fmt.Sprint(m.Count)}, {"loss", fmt.Sprintf("%.4f", m.Loss)}}
		for _, name := range m.order {
			rows = append(rows, []string{name, fmt.Sprintf("%.2f %%", 100*m.Scores[name])})
		}
		b.WriteString("<h2>Scores on " + m.On + "</h2>")
		b.WriteString(htmlTable(nil, rows))
	}
	return fragment(b.String())
}

// curves are those of the run's log.
func (s *bertSession) curves() (list []viz.Figure, err error) {
	h, err := train.ReadLog(s.runFolder())
	if err != nil {
		return nil, err
	}
	lines := []viz.Series{{Name: "training", X: floats(h.Steps), Y: h.Losses, Smooth: 0.9}}
	if len(h.Validations) > 0 {
		lines = append(lines, viz.Series{Name: "dev", X: floats(h.Validated), Y: h.Validations})
	}
	loss, err := viz.NewCurve(lines...)
	if err != nil {
		return nil, err
	}
	loss.Title = "Loss"
	list = append(list, loss)
	if len(h.Scores) > 0 && len(h.Scores) == len(h.Validated) {
		score, err := viz.NewCurve(viz.Series{Name: "dev", X: floats(h.Validated), Y: h.Scores})
		if err != nil {
			return nil, err
		}
		score.Title, score.Y = s.Metric+" on dev", s.Metric
		list = append(list, score)
	}
	return list, nil
}

// confused are the pairs of labels that are taken for each other most often.
func (m *bertMeasured) confused() fragment {
	type pair struct {
		wanted, found int
		times         float32
	}
	var all []pair
	for w, row := range m.confusion {
		for f, n := range row {
			if w != f && n > 0 {
				all = append(all, pair{w, f, n})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return int(b.times - a.times) })
	var rows [][]string
	for _, p := range all[:min(len(all), 20)] {
		rows = append(rows, []string{m.labels[p.wanted], m.labels[p.found], fmt.Sprint(p.times)})
	}
	if rows == nil {
		return ""
	}
	return fragment("<h2>Taken for each other</h2>" + htmlTable([]string{"wanted", "found", "times"}, rows))
}

// shown is a table of mistakes.
func (m *bertMeasured) shown() fragment {
	title := fmt.Sprintf("<h2>Mistakes on %s: %d of %d</h2>", m.On, m.wrong, m.Count)
	if m.wrong == 0 {
		return fragment(title)
	}
	var rows [][]string
	for _, x := range m.mistakes {
		p := "–"
		if x.Probability > 0 {
			p = fmt.Sprintf("%.3f", x.Probability)
		}
		rows = append(rows, []string{x.Text, x.Wanted, x.Found, p})
	}
	if more := m.wrong - len(rows); more > 0 {
		title += fmt.Sprintf("<p>The first %d of them.</p>", len(rows))
	}
	return fragment(title + htmlTable([]string{"text", "wanted", "found", "probability"}, rows))
}

// htmlTable is a table; without a head, the first column names the rows.
func htmlTable(head []string, rows [][]string) string {
	var b strings.Builder
	b.WriteString("<table>")
	if head != nil {
		b.WriteString("<tr>")
		for _, cell := range head {
			b.WriteString("<th>" + html.EscapeString(cell) + "</th>")
		}
		b.WriteString("</tr>")
	}
	for _, row := range rows {
		b.WriteString("<tr>")
		for _, cell := range row {
			b.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		b.WriteString("</tr>")
	}
	return b.String() + "</table>"
}
