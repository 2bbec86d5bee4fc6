package train

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Progress shows a run on f: a Bar if that is a terminal, Lines elsewhere.
func Progress(f *os.File) Observer {
	if term.IsTerminal(int(f.Fd())) {
		return Bar(f)
	}
	return Lines(f, 0)
}

// Bar draws a progress bar on the terminal w, in one line of 80 columns, with the
// loss and the time that is left. Validations and failures are lines above it.
func Bar(w io.Writer) Observer {
	b := &bar{w: w}
	return b.observe
}

type bar struct {
	w     io.Writer
	bar   *progressbar.ProgressBar
	from  int // the step this began at
	began time.Time
}

func (b *bar) observe(e Event) {
	switch e.Kind {
	case Started:
		b.start(&e)
	case Stepped:
		b.bar.Describe(b.beside(&e))
		_ = b.bar.Set(e.Step) // a terminal that is gone is no reason to stop
	case Validated, Failed:
		b.above(describe(&e))
	case Saved:
		if e.Err != nil {
			b.above(describe(&e))
		}
	case Ended:
		_ = b.bar.Exit()
		fmt.Fprintln(b.w)
	}
}

func (b *bar) start(e *Event) {
	b.from, b.began = e.Step, time.Now()
	b.bar = progressbar.NewOptions(e.Steps,
		progressbar.OptionSetWriter(b.w),
		progressbar.OptionSetWidth(24),
		progressbar.OptionShowDescriptionAtLineEnd(),
		progressbar.OptionSetPredictTime(false), // it takes steps before a resume for its own
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionThrottle(100*time.Millisecond),
	)
	if e.Step > 0 {
		fmt.Fprintln(b.w, describe(e))
	}
	_ = b.bar.Set(e.Step)
}

// beside is what stands at the end of the line.
func (b *bar) beside(e *Event) string {
	s := fmt.Sprintf("%d/%d  loss %.4f", e.Step, e.Steps, e.Loss)
	if n := e.Step - b.from; n > 0 && e.Step < e.Steps {
		left := time.Since(b.began) / time.Duration(n) * time.Duration(e.Steps-e.Step)
		s += fmt.Sprintf("  %v left", left.Round(time.Second))
	}
	return s
}

// above writes a line that stays, over the bar.
func (b *bar) above(line string) {
	_ = b.bar.Clear()
	fmt.Fprintln(b.w, line)
	_ = b.bar.RenderBlank()
}
