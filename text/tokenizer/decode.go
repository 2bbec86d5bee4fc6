package tokenizer

import "github.com/gaze-ml/gaze/text/tokenizer/internal/decoder"

// Decode is the text of ids that follow each other, without special tokens unless
// the options keep them. An id that there is none of is nothing.
func (t *Tokenizer) Decode(ids []int) string {
	d := decoding{Tokenizer: t, run: decoder.NewRun(t.decoder)}
	for _, id := range ids {
		d.token(id)
	}
	d.run.End()
	if t.options.CleanUp {
		return cleanUp(d.run.Take())
	}
	return d.run.Take()
}

// NewStream decodes ids as they come: what Next shows, and End after the last,
// add up to what Decode gives of all. Text is held back while what follows may
// change it: the first bytes of a character, all <0xNN> tokens that follow each
// other, and with CleanUp spaces and what may be a contraction.
func (t *Tokenizer) NewStream() *Stream {
	d := &decoding{Tokenizer: t, run: decoder.NewRun(t.decoder)}
	if t.options.CleanUp {
		return &Stream{source: &cleaning{source: d}}
	}
	return &Stream{source: d}
}

// decoding is a text that is being decoded.
type decoding struct {
	*Tokenizer
	run *decoder.Run
}

// token adds a token, unless it is special.
func (d *decoding) token(id int) {
	text, found := d.Token(id)
	if found && (d.options.KeepSpecial || !d.added.Special(text)) {
		d.run.Token(text)
	}
}

func (d *decoding) next(id int) string {
	d.token(id)
	return d.run.Take()
}

func (d *decoding) end() string {
	d.run.End()
	text := d.run.Take()
	d.run = decoder.NewRun(d.decoder)
	return text
}
