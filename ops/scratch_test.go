package ops_test

import "github.com/gaze-ml/gaze/ops"

// scratchOf is the memory that a plan wants while it runs.
func scratchOf(p *ops.Plan) []ops.Array {
	var scratch []ops.Array
	for _, t := range p.Scratch {
		scratch = append(scratch, ops.NewArray(t))
	}
	return scratch
}
