package train

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Lines writes plain lines to w: a step every so many, validations, and saves.
// Every 0 is twenty of a run's steps.
func Lines(w io.Writer, every int) Observer {
	return func(e Event) {
		n := every
		if n < 1 {
			n = max(e.Steps/20, 1)
		}
		if e.Kind == Stepped && e.Step%n != 0 && e.Step != e.Steps {
			return
		}
		if s := describe(&e); s != "" {
			fmt.Fprintln(w, s)
		}
	}
}

// describe is an event as a line, "" if there is nothing to say. Lines of one run
// have their columns below each other.
func describe(e *Event) string {
	at := fmt.Sprintf("step %*d/%d", len(strconv.Itoa(e.Steps)), e.Step, e.Steps)
	switch e.Kind {
	case Started:
		if e.Step > 0 {
			return at + "  resumed"
		}
	case Stepped:
		return at + "  " + numbers(e)
	case Validated:
		at = fmt.Sprintf("%s  validation loss %.4f", at, e.Loss)
		if e.Metric != "" {
			at += fmt.Sprintf("  %s %.4f", e.Metric, e.Score)
		}
		if e.Best {
			at += " (best)"
		}
		return at
	case Saved:
		if e.Err != nil {
			return fmt.Sprintf("%s  saved in %s, but %v", at, e.Path, e.Err)
		}
		return at + "  saved in " + e.Path
	case Failed:
		return fmt.Sprintf("%s  NOT saved in %s: %v; training goes on and will try again", at, e.Path, e.Err)
	}
	return ""
}

// numbers are what a step has to tell.
func numbers(e *Event) string {
	s := []string{fmt.Sprintf("loss %.4f", e.Loss)}
	if e.Rate != 0 {
		s = append(s, fmt.Sprintf("rate %.2e", e.Rate))
	}
	if e.Norm != 0 {
		s = append(s, fmt.Sprintf("norm %.3f", e.Norm))
	}
	if e.Tokens > 0 && e.Seconds > 0 {
		s = append(s, fmt.Sprintf("%.0f tokens/s", e.Tokens/e.Seconds))
	}
	return strings.Join(s, "  ")
}
