package clean

import (
	"fmt"
)

// Pipeline is steps, one after the other, and counts of what they did. It is not for
// several goroutines at once.
type Pipeline struct {
	steps  []Step
	report Report
}

// Default are the steps that no text is the worse for: UTF8, NFC, Controls.
func Default() []Step { return []Step{UTF8{}, NFC{}, Controls{}} }

// New is a pipeline of steps in that order; none is a copy. A step that neither edits
// nor filters is an error.
func New(steps ...Step) (*Pipeline, error) {
	p := &Pipeline{steps: steps}
	for _, s := range steps {
		_, edits := s.(Editor)
		_, filters := s.(Filter)
		if !edits && !filters {
			return nil, fmt.Errorf("clean: step %T is neither an Editor nor a Filter", s)
		}
		p.report.Steps = append(p.report.Steps, StepReport{Name: s.Name()})
	}
	return p, nil
}

// Clean is what the steps make of a text, and whether it stays: a step after the one
// that drops it does not see it.
func (p *Pipeline) Clean(text string) (cleaned string, keep bool) {
	return p.clean(text, false)
}

// clean also takes a part of a text that is too long, which no filter sees.
func (p *Pipeline) clean(text string, part bool) (cleaned string, keep bool) {
	r := &p.report
	r.Texts++
	r.BytesIn += int64(len(text))
	for i, s := range p.steps {
		c := &r.Steps[i]
		if e, ok := s.(Editor); ok {
			edited, places := e.Edit(text)
			if places > 0 {
				c.changed(r.Texts, places, text, edited)
			}
			text = edited
		}
		if f, ok := s.(Filter); ok && !part && !f.Keep(text) {
			c.dropped(r.Texts, text)
			return "", false
		}
	}
	r.Kept++
	r.BytesOut += int64(len(text))
	return text, true
}

// Report is what has been done so far. It is a copy.
func (p *Pipeline) Report() Report { return p.report.clone() }
