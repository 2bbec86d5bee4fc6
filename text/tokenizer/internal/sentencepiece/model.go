// Package sentencepiece reads the .model files of Google's SentencePiece, and
// normalizes text as they say.
//
// A file is a message of Protocol Buffers, sentencepiece_model.proto.
package sentencepiece

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// Kind is what a piece is for.
type Kind int

// The kinds of pieces, as a file numbers them.
const (
	Normal      Kind = 1
	Unknown     Kind = 2
	Control     Kind = 3
	UserDefined Kind = 4
	Unused      Kind = 5
	Byte        Kind = 6
)

// Piece is a piece of the vocabulary. Its id is its place.
type Piece struct {
	Text  string
	Score float32
	Kind  Kind
}

// Model is what a file says.
type Model struct {
	Pieces         []Piece
	BPE            bool // else Unigram
	ByteFallback   bool
	UnknownSurface string // what an unknown piece is decoded as
	Normalizer     Normalizer
}

// Parse reads a file.
func Parse(file []byte) (*Model, error) {
	m := &Model{UnknownSurface: " \u2047 "}
	m.Normalizer.prefix, m.Normalizer.collapse, m.Normalizer.escape = true, true, true
	var charsmap []byte
	err := each(file, func(f field) error {
		switch f.name {
		case 1:
			return m.readPiece(f)
		case 2:
			return m.readTrainer(f)
		case 3:
			return m.readNormalizer(f, &charsmap)
		case 5:
			return readDenormalizer(f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if len(charsmap) > 0 {
		if m.Normalizer.table, err = newCharsmap(charsmap); err != nil {
			return nil, err
		}
	}
	for _, p := range m.Pieces {
		if p.Kind == UserDefined {
			m.Normalizer.keep(p.Text)
		}
	}
	return m, nil
}

func (m *Model) check() error {
	unknown := 0
	for i, p := range m.Pieces {
		switch {
		case p.Text == "" || !utf8.ValidString(p.Text):
			return fmt.Errorf("piece %d is %q: want text", i, p.Text)
		case math.IsNaN(float64(p.Score)):
			return fmt.Errorf("piece %d, %q: its score is no number", i, p.Text)
		case p.Kind < Normal || p.Kind > Byte:
			return fmt.Errorf("piece %d, %q: its kind is %d", i, p.Text, p.Kind)
		case p.Kind == Unknown:
			unknown++
		}
	}
	if unknown != 1 {
		return fmt.Errorf("%d of %d pieces are the unknown one: want 1", unknown, len(m.Pieces))
	}
	return nil
}

func (m *Model) readPiece(f field) error {
	if err := f.is(lengthy, "piece"); err != nil {
		return err
	}
	p := Piece{Kind: Normal}
	err := each(f.bytes, func(f field) error {
		switch f.name {
		case 1:
			p.Text = string(f.bytes)
			return f.is(lengthy, "piece")
		case 2:
			p.Score = math.Float32frombits(uint32(f.number))
			return f.is(fixed32, "piece")
		case 3:
			p.Kind = Kind(min(f.number, 99))
			return f.is(varint, "piece")
		}
		return nil
	})
	m.Pieces = append(m.Pieces, p)
	return err
}

// readTrainer reads trainer_spec, of which little matters to encoding.
func (m *Model) readTrainer(f field) error {
	if err := f.is(lengthy, "trainer_spec"); err != nil {
		return err
	}
	return each(f.bytes, func(f field) error {
		switch f.name {
		case 3:
			switch f.number {
			case 1:
				m.BPE = false
			case 2:
				m.BPE = true
			default:
				return fmt.Errorf("trainer_spec: model_type is %d: only Unigram (1) and BPE (2) are supported", f.number)
			}
			return f.is(varint, "model_type")
		case 24:
			m.Normalizer.suffix = f.number != 0
			return f.is(varint, "treat_whitespace_as_suffix")
		case 35:
			m.ByteFallback = f.number != 0
			return f.is(varint, "byte_fallback")
		case 44:
			m.UnknownSurface = string(f.bytes)
			return f.is(lengthy, "unk_surface")
		}
		return nil
	})
}

func (m *Model) readNormalizer(f field, charsmap *[]byte) error {
	if err := f.is(lengthy, "normalizer_spec"); err != nil {
		return err
	}
	return each(f.bytes, func(f field) error {
		switch f.name {
		case 2:
			*charsmap = f.bytes
			return f.is(lengthy, "precompiled_charsmap")
		case 3:
			m.Normalizer.prefix = f.number != 0
			return f.is(varint, "add_dummy_prefix")
		case 4:
			m.Normalizer.collapse = f.number != 0
			return f.is(varint, "remove_extra_whitespaces")
		case 5:
			m.Normalizer.escape = f.number != 0
			return f.is(varint, "escape_whitespaces")
		}
		return nil
	})
}

func readDenormalizer(f field) error {
	if err := f.is(lengthy, "denormalizer_spec"); err != nil {
		return err
	}
	return each(f.bytes, func(f field) error {
		if f.name == 2 && len(f.bytes) > 0 {
			return errors.New("denormalizer_spec: precompiled_charsmap is not supported")
		}
		return nil
	})
}

// DropsFirstSpace says that decoding leaves out the space before the first piece;
// all says that it leaves out every one before there is anything else.
func (m *Model) DropsFirstSpace() (first, all bool) {
	n := &m.Normalizer
	return n.prefix || n.collapse, n.collapse
}
