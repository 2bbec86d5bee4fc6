// Command neon writes package kernel's assembly for arm64, which avo does not
// know, and the Go declarations that go with it:
//
//	go run ./neon ..
//
// What Go's assembler has no name for is written as words, with the instruction
// beside them.
package main

import (
	"log"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("want one argument: the folder of package kernel")
	}
	files, err := generate()
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// generate makes all files, by name.
func generate() (map[string][]byte, error) {
	files := map[string][]byte{}
	for name, write := range map[string]func(*file){"product": product, "rows": rowKernels} {
		f := new(file)
		write(f)
		stubs, err := f.stubs()
		if err != nil {
			return nil, err
		}
		name += "_neon_arm64"
		files[name+".s"], files[name+".go"] = f.assembly(), stubs
	}
	return files, nil
}
