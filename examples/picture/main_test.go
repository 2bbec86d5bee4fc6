package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func Example() {
	folder := must(filepath.Abs("../../gpt/testdata/stories260K"))
	here := must(os.MkdirTemp("", "gaze"))
	defer os.RemoveAll(here)
	if err := os.Chdir(here); err != nil {
		fmt.Println(err)
	}
	os.Args = []string{"picture", folder}
	main()
	fmt.Println(must(filepath.Glob("*")))
	// Output:
	// Once upon a time, there was a little girl named Lily. She loved to play outside in the park.
	// [attention.html attention.png]
}
