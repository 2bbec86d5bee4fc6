package ops_test

import (
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"github.com/gaze-ml/gaze/internal/kernel"
	"github.com/gaze-ml/gaze/ops"
)

// executor runs a graph of our operations straight from their plans, children
// first: what package graph's machine does, without its arena. Whatever an
// operation is to write is full of NaN beforehand, and what it says it does not
// read has no memory.
type executor struct {
	env     *ops.Env
	inPlace bool // results take over memory wherever their plan allows it

	values map[*gorgonia.Node]ops.Array
	saved  map[gorgonia.Op][]ops.Array
	parts  map[gorgonia.Op][]ops.Array
	wanted map[gorgonia.Op]map[int]bool // parts of a bundle that are reached
	saving map[gorgonia.Op]bool         // operations whose backward is reached
}

// execute computes the values of outputs.
func execute(team *kernel.Team, inPlace bool, outputs ...*gorgonia.Node) ([]ops.Array, error) {
	x := &executor{
		env:     &ops.Env{Training: true, Team: team},
		inPlace: inPlace,
		values:  map[*gorgonia.Node]ops.Array{},
		saved:   map[gorgonia.Op][]ops.Array{},
		parts:   map[gorgonia.Op][]ops.Array{},
		wanted:  map[gorgonia.Op]map[int]bool{},
		saving:  map[gorgonia.Op]bool{},
	}
	order := childrenFirst(outputs)
	for _, n := range order {
		x.survey(n)
	}
	for _, n := range order {
		if err := x.run(n); err != nil {
			return nil, fmt.Errorf("%v: %w", n.Op(), err)
		}
	}
	results := make([]ops.Array, len(outputs))
	for i, n := range outputs {
		results[i] = x.values[n]
	}
	return results, nil
}

func childrenFirst(outputs gorgonia.Nodes) (order gorgonia.Nodes) {
	seen := map[*gorgonia.Node]bool{}
	var visit func(n *gorgonia.Node)
	visit = func(n *gorgonia.Node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, c := range ops.Children(n) {
			visit(c)
		}
		order = append(order, n)
	}
	for _, n := range outputs {
		visit(n)
	}
	return order
}

// survey notes what of an operation's results will be read.
func (x *executor) survey(n *gorgonia.Node) {
	p := ops.PlanOf(n.Op())
	if p == nil {
		return
	}
	if p.PartOf != nil {
		if x.wanted[p.PartOf] == nil {
			x.wanted[p.PartOf] = map[int]bool{}
		}
		x.wanted[p.PartOf][p.Index] = true
	}
	if p.SavedBy != nil {
		x.saving[p.SavedBy] = true
	}
}

func (x *executor) run(n *gorgonia.Node) (err error) {
	children := ops.Children(n)
	if len(children) == 0 {
		x.values[n], err = ops.ValueArray(n.Value())
		return err
	}
	p := ops.PlanOf(n.Op())
	if p == nil {
		return fmt.Errorf("not an operation of this package")
	}
	if p.PartOf != nil {
		x.values[n] = x.parts[p.PartOf][p.Index]
		return nil
	}
	results := x.results(n, p)
	in := make([]ops.Array, len(children))
	for k, c := range children {
		in[k] = x.values[c]
		if !p.Reads[k] {
			in[k] = ops.Array{Type: in[k].Type}
		}
	}
	if x.inPlace {
		takeOver(p, in, results)
	}
	scratch := make([]ops.Array, len(p.Scratch))
	for i, t := range p.Scratch {
		scratch[i] = ops.NewArray(t)
		spoil(scratch[i])
	}
	p.Bind(ops.Memory{In: in, Results: results, Saved: x.saved[p.SavedBy], Scratch: scratch, Env: x.env})()
	x.values[n] = results[0]
	if p.Saved > 0 {
		x.saved[n.Op()] = results[1:]
	}
	x.parts[n.Op()] = results
	return x.env.Failure()
}

// results is memory for what the operation writes, where anybody reads it.
func (x *executor) results(n *gorgonia.Node, p *ops.Plan) []ops.Array {
	results := make([]ops.Array, len(p.Results))
	for i, t := range p.Results {
		results[i].Type = t
		extra := p.Saved > 0 && i > 0
		if extra && !x.saving[n.Op()] || x.wanted[n.Op()] != nil && !x.wanted[n.Op()][i] {
			continue
		}
		results[i] = ops.NewArray(t)
		spoil(results[i])
	}
	return results
}

// takeOver lets each result use the memory of a child, once each.
func takeOver(p *ops.Plan, in, results []ops.Array) {
	taken := map[int]bool{}
	for _, t := range p.Takes {
		result, child := t[0], t[1]
		if taken[result] || !results[result].Exists() || !in[child].Exists() {
			continue
		}
		taken[result] = true
		results[result].Copy(in[child])
		in[child] = results[result].Slice(0, in[child].Size(), in[child].Type)
	}
}

// spoil fills a with what nobody could have computed.
func spoil(a ops.Array) {
	for i := range a.F32 {
		a.F32[i] = float32(math.NaN())
	}
	for i := range a.F64 {
		a.F64[i] = math.NaN()
	}
	for i := range a.Int {
		a.Int[i] = math.MinInt
	}
	for i := range a.Bool {
		a.Bool[i] = i%2 == 0
	}
}
