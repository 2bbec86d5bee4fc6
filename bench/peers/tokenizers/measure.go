package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// turn is how long a pass over the texts may take: a slow library gets fewer of them.
const turn = 400 * time.Millisecond

// measure prints MB a second, the best of three passes.
func measure(shared, who string, languages []string, encode encoder) error {
	for _, language := range languages {
		texts, err := textsOf(shared, language)
		if err != nil {
			return err
		}
		n, size := 0, 0
		for start := time.Now(); n < len(texts) && time.Since(start) < turn; n++ {
			if _, _, err := guarded(encode, texts[n]); err != nil {
				return err
			}
			size += len(texts[n])
		}
		least := time.Hour
		for range 3 {
			start := time.Now()
			for _, text := range texts[:n] {
				_, _, _ = guarded(encode, text) // it was without error before
			}
			least = min(least, time.Since(start))
		}
		fmt.Printf("%s %s\t%.2f MB/s\n", who, language, float64(size)/1e6/least.Seconds())
	}
	return nil
}

// guarded makes a panic a difference.
func guarded(encode encoder, text string) (ids []int, panicked bool, err error) {
	defer func() {
		if recover() != nil {
			panicked = true
		}
	}()
	ids, err = encode(text)
	return ids, false, err
}

// compare counts the texts whose ids differ from the reference's.
func compare(shared, library, vocabulary string, encode encoder) error {
	lines, err := unzipped(shared, "vectors/hf_tokenizers/"+vocabulary+".jsonl.gz")
	if err != nil {
		return err
	}
	scan := bufio.NewScanner(bytes.NewReader(lines))
	scan.Buffer(nil, 1<<24)
	n, wrong := 0, 0
	for scan.Scan() {
		var c struct {
			K, Text      string
			IDs, Special []int
			IDsNoSpecial []int `json:"ids_nosp"`
		}
		var kind struct{ K string }
		if err := json.Unmarshal(scan.Bytes(), &kind); err != nil {
			return err
		}
		if kind.K != "single" {
			continue
		}
		if err := json.Unmarshal(scan.Bytes(), &c); err != nil {
			return err
		}
		want := c.IDs
		if library == "pkoukk" { // it has no post-processor
			want = c.IDsNoSpecial
			if want == nil {
				for i, id := range c.IDs {
					if c.Special[i] == 0 {
						want = append(want, id)
					}
				}
			}
		}
		ids, panicked, err := guarded(encode, c.Text)
		n++
		if panicked || err != nil || !slices.Equal(ids, want) {
			wrong++
		}
	}
	fmt.Printf("%s %s\t%d of %d texts differ\n", library, vocabulary, wrong, n)
	return scan.Err()
}

func textsOf(shared, language string) (texts []string, err error) {
	file := map[string]string{"en": "wikitext2/test.txt.gz", "zh": "cpp_polyphone/test.sent.gz"}[language]
	all, err := unzipped(shared, "data/"+file)
	for _, line := range strings.Split(strings.ReplaceAll(string(all), "▁", ""), "\n") {
		if strings.TrimSpace(line) != "" {
			texts = append(texts, line)
		}
	}
	return texts, err
}

func unzipped(shared, name string) ([]byte, error) {
	f, err := os.Open(filepath.Join(shared, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return io.ReadAll(z)
}
