package ops_test

import (
	"fmt"

	"github.com/gaze-ml/gaze/ops"
)

func ExamplePrecision() {
	for p := ops.Float32; p.Known(); p++ {
		fmt.Print(p, " ")
	}
	// Output: Float32 BF16x3 BF16 Int8
}

// counter is a weight whose version is how often it was set.
type counter struct {
	set  uint64
	made map[any]any
}

func (c *counter) Version() uint64 { return c.set }

func (c *counter) Rest() {}

func (c *counter) Attached(key any, make func() any) any {
	if c.made[key] == nil {
		c.made[key] = make()
	}
	return c.made[key]
}

func ExampleWeight() {
	var w ops.Weight = &counter{made: map[any]any{}}
	for range 2 {
		fmt.Println(w.Version(), w.Attached("packed", func() any { fmt.Print("made once: "); return "in bytes" }))
	}
	// Output:
	// made once: 0 in bytes
	// 0 in bytes
}
