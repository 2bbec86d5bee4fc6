package golden

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gaze-ml/gaze/weights"
)

// Case is a module at one point.
type Case struct {
	Name       string
	Params     map[string]Tensor
	Inputs     map[string]Tensor
	Outputs    map[string]Tensor
	Cotangents map[string]Tensor // by output
	Grads      map[string]Tensor // of parameters and inputs

	// Of a case of training: what the output should have been, and the loss of
	// each step.
	Labels Tensor
	Losses []float64
}

// Read reads the cases of a file, by name.
func Read(path string) (map[string]*Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	cases := map[string]*Case{}
	for d := json.NewDecoder(z); ; {
		c := new(Case)
		if err := d.Decode(c); errors.Is(err, io.EOF) {
			return cases, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: case %d: %w", path, len(cases)+1, err)
		}
		cases[c.Name] = c
	}
}

// Rename gives parameters and their gradients other names. A name that becomes
// several is cut along axis 0 into as many equal parts.
func (c *Case) Rename(to func(name string) []string) {
	params, grads := map[string]Tensor{}, map[string]Tensor{}
	for name, g := range c.Grads {
		if _, is := c.Params[name]; !is {
			grads[name] = g
		}
	}
	for name, p := range c.Params {
		names := to(name)
		g := c.Grads[name].Cut(len(names))
		for i, part := range p.Cut(len(names)) {
			params[names[i]], grads[names[i]] = part, g[i]
		}
	}
	c.Params, c.Grads = params, grads
}

// Store holds the parameters.
func (c *Case) Store() (*weights.Store, error) {
	s := weights.New(0)
	for name, p := range c.Params {
		if err := s.PutBytes(name, weights.F32, p.bytes(), p.Shape...); err != nil {
			return nil, err
		}
	}
	return s, nil
}
