// Command tokenizers times Go's libraries that read tokenizer.json beside
// text/tokenizer, on one thread, and counts the texts of which their ids are not the
// reference's; SHARED holds the texts and the vocabularies:
//
//	go run . SHARED
//
// Each library has each vocabulary in a process of its own, since some end theirs.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// patience is how long a library may take over a vocabulary: most of it is for the
// texts that are compared, among them words of thousands of letters.
const patience = 15 * time.Second

// families are vocabularies and languages, as in text/tokenizer/speed_test.go.
var families = []struct {
	name      string
	languages []string
}{
	{"wp_minilm", []string{"en"}}, {"wp_zh_lower", []string{"zh"}}, {"bl_gpt2", []string{"en", "zh"}},
	{"bl_llama3", []string{"en", "zh"}}, {"bl_qwen", []string{"en", "zh"}}, {"bl_roberta", []string{"en", "zh"}},
	{"ms_llama2", []string{"en", "zh"}}, {"uni_t5", []string{"en"}}, {"uni_xlmr", []string{"en", "zh"}},
}

func main() {
	var err error
	switch len(os.Args) {
	case 2:
		err = errors.Join(all(os.Args[1], "speed"), all(os.Args[1], "differences"))
	case 3:
		err = all(os.Args[1], os.Args[2])
	case 5:
		err = one(os.Args[1], os.Args[2], os.Args[3], os.Args[4])
	default:
		fmt.Fprintln(os.Stderr, "usage: tokenizers SHARED [speed|differences [LIBRARY VOCABULARY]]")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// all starts itself for each library and vocabulary.
func all(shared, what string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, f := range families {
		for _, l := range libraries {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			c := exec.CommandContext(ctx, self, shared, what, l.name, f.name)
			c.Env = append(os.Environ(), "GOMAXPROCS=1")
			c.Stdout = os.Stdout
			if err := c.Run(); err != nil {
				fmt.Printf("%s %s\tended: %v\n", l.name, f.name, err)
			}
			cancel()
		}
	}
	return nil
}

// one measures a library with a vocabulary.
func one(shared, what, library, vocabulary string) error {
	for _, l := range libraries {
		if l.name != library {
			continue
		}
		file, err := unzipped(shared, "vectors/hf_tokenizers/"+vocabulary+".tokenizer.json.gz")
		if err != nil {
			return err
		}
		start := time.Now()
		encode, err := l.load(file)
		if err != nil {
			fmt.Printf("%s %s\tdoes not load: %v\n", library, vocabulary, err)
			return nil
		}
		if what == "differences" {
			return compare(shared, library, vocabulary, encode)
		}
		fmt.Printf("%s %s\tloaded in %.1f ms\n", library, vocabulary, time.Since(start).Seconds()*1000)
		for _, f := range families {
			if f.name == vocabulary {
				return measure(shared, library+" "+vocabulary, f.languages, encode)
			}
		}
	}
	return fmt.Errorf("no library %q", library)
}
