package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

const codePoints = 0x110000

// facts are what the two files say.
type facts struct {
	more, classes map[string]json.RawMessage
	nfc, nfd      map[rune]string
	nfkc, nfkd    map[rune]string
	lower, nmt    map[rune]string
}

func read(dir string) (*facts, error) {
	f := &facts{}
	if err := unzip(filepath.Join(dir, "unicode_facts.json.gz"), &f.classes); err != nil {
		return nil, err
	}
	if err := unzip(filepath.Join(dir, "unicode_more.json.gz"), &f.more); err != nil {
		return nil, err
	}
	var maps map[string]map[string]string
	if err := json.Unmarshal(f.classes["maps"], &maps); err != nil {
		return nil, err
	}
	for name, to := range map[string]*map[rune]string{
		"nfc": &f.nfc, "nfd": &f.nfd, "nfkc": &f.nfkc, "nfkd": &f.nfkd,
		"lower": &f.lower, "nmt": &f.nmt,
	} {
		*to = map[rune]string{}
		for k, v := range maps[name] {
			r, err := strconv.Atoi(k)
			if err != nil {
				return nil, err
			}
			(*to)[rune(r)] = v
		}
	}
	return f, f.syllables()
}

// syllables takes Hangul's syllables out of the decompositions, after a look that
// they are what arithmetic gives (Unicode Standard, 3.12).
func (f *facts) syllables() error {
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		s := r - 0xAC00
		want := string([]rune{0x1100 + s/588, 0x1161 + s%588/28})
		if s%28 != 0 {
			want += string(0x11A7 + s%28)
		}
		if f.nfd[r] != want || f.nfkd[r] != want {
			return fmt.Errorf("U+%X: want the decomposition %q", r, want)
		}
		delete(f.nfd, r)
		delete(f.nfkd, r)
	}
	return nil
}

func unzip(name string, into any) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	return json.NewDecoder(z).Decode(into)
}

// each calls do for every code point of a list of ranges.
func each(list json.RawMessage, do func(rune)) {
	var ranges [][2]rune
	if err := json.Unmarshal(list, &ranges); err != nil {
		panic(err)
	}
	for _, r := range ranges {
		for c := r[0]; c <= r[1]; c++ {
			do(c)
		}
	}
}
