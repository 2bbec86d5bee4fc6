package main

import "strings"

// handmade are files whose loops are not over slices of one length. Which
// instruction set is called is chosen by hand, beside the loops in Go.
var handmade = []struct {
	name string
	emit func(e *emitter)
}{
	{"stream", (*emitter).stream},
	{"block", (*emitter).block},
}

// writeHandmade makes the files of each.
func writeHandmade(src *source, files map[string][]byte) error {
	for _, h := range handmade {
		for _, s := range []isa{avx512, avx2} {
			e := newEmitter(s, src)
			e.declareMasks()
			h.emit(e)
			asm, stubs, err := e.print()
			if err != nil {
				return err
			}
			name := h.name + "_" + strings.ToLower(s.name) + "_amd64"
			files[name+".s"], files[name+".go"] = asm, stubs
		}
	}
	return nil
}
