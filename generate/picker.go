package generate

// picker chooses a row's next token from the model's logits. Its scratch serves
// all rows, so choosing allocates nothing once it has grown.
type picker struct {
	greedy     bool
	processors []Transform
	warpers    []Transform
	logits     []float32 // [vocab]
	weights    []float64 // [vocab]
	dice       dice
}

func newPicker(c *Config, extra []Transform, vocab int) *picker {
	return &picker{
		greedy:     c.Temperature == 0,
		processors: c.processors(extra),
		warpers:    c.warpers(),
		logits:     make([]float32, vocab),
		weights:    make([]float64, vocab),
	}
}

// token chooses what comes after r's tokens.
func (p *picker) token(logits []float32, r *row) (int, error) {
	copy(p.logits, logits)
	for _, t := range p.processors {
		t(p.logits, r.tokens)
	}
	if err := usable(p.logits); err != nil {
		return 0, err
	}
	if p.greedy {
		return likeliest(p.logits), nil
	}
	for _, t := range p.warpers {
		t(p.logits, r.tokens)
	}
	return sample(p.logits, p.weights, p.dice.uniform(r.key, r.new())), nil
}
