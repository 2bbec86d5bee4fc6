package train

// ParseState is for fuzzing.
func ParseState(raw []byte) (*State, error) { return parseState(raw) }

// Pause makes f be called between the parts of each save.
func (t *Trainer) Pause(f func(at string) error) { t.pause = f }
