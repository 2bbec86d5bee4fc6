package normalizer

import (
	"github.com/gaze-ml/gaze/internal/unicode15"
	"github.com/gaze-ml/gaze/text/tokenizer/internal/aligned"
)

// form brings text into a Unicode normalization form.
type form unicode15.Form

// Normalize looks only at what may change.
func (n form) Normalize(t *aligned.Text) error {
	f, source := unicode15.Form(n), t.Bytes()
	stable := f.Stable(source)
	if stable == len(source) {
		return nil
	}
	t.Begin()
	for {
		t.Keep(stable)
		rest := source[t.At():]
		if len(rest) == 0 {
			break
		}
		changes := f.AppendChanges(t.Changes(), rest[:f.Unstable(rest)])
		t.PutAll(changes)
		stable = f.Stable(source[t.At():])
	}
	t.End()
	return nil
}
