package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"unicode/utf8"
)

// mapping writes what characters become: for each code point 0 or the number of
// a text, the texts in one string, and where each begins.
func mapping(w io.Writer, name string, m map[rune]string) {
	values := make([]uint16, codePoints)
	number := map[string]uint16{}
	var texts string
	begin := []uint16{0, 0} // the first is of no character
	for _, r := range slices.Sorted(maps.Keys(m)) {
		n, known := number[m[r]]
		if !known {
			n = uint16(len(begin) - 1)
			number[m[r]] = n
			texts += m[r]
			begin = append(begin, uint16(len(texts)))
		}
		values[r] = n
	}
	if len(texts) >= 1<<16 {
		panic(name + ": the texts are too long for 16 bits")
	}
	fmt.Fprintf(w, "\n// %sTexts are what characters become, one after the other.\nconst %sTexts = \"\" +\n", name, name)
	for rest := texts; rest != ""; {
		n := min(len(rest), 60)
		for n < len(rest) && !utf8.RuneStart(rest[n]) {
			n++
		}
		fmt.Fprintf(w, "%+q", rest[:n])
		if rest = rest[n:]; rest != "" {
			fmt.Fprint(w, "+\n")
		}
	}
	fmt.Fprintf(w, "\n\n// %sBegin is where each text begins, and the last ends.\n", name)
	numbers(w, name+"Begin", begin)
	table(w, name, values)
}

type pair struct{ first, second, composed rune }

// pairs are the primary composites (Unicode Standard, D114) but Hangul's: a
// character that NFC leaves alone is made of its last mark and of the one that
// the others make.
func pairs(f *facts) (list []pair) {
	whole := map[string]rune{} // by decomposition
	for r, s := range f.nfd {
		if _, changes := f.nfc[r]; !changes {
			whole[s] = r
		}
	}
	for s, r := range whole {
		last, size := utf8.DecodeLastRuneInString(s)
		rest := s[:len(s)-size]
		if rest == "" {
			continue
		}
		first, single := utf8.DecodeRuneInString(rest)
		if single < len(rest) {
			composed, found := whole[rest]
			if !found {
				panic(fmt.Sprintf("nothing is %q, which U+%X begins with", rest, r))
			}
			first = composed
		}
		list = append(list, pair{first, last, r})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].key() < list[j].key() })
	return list
}

func (p pair) key() uint64 { return uint64(p.first)<<21 | uint64(p.second) }

func compositions(w io.Writer, f *facts) {
	list := pairs(f)
	fmt.Fprint(w, "\n// pairs are first·2²¹ + second of each, in order.\nvar pairs = [...]uint64{\n")
	for _, p := range list {
		fmt.Fprintf(w, "%#x,\n", p.key())
	}
	fmt.Fprint(w, "}\n\n// composites are what each pair makes.\nvar composites = [...]rune{\n")
	for _, p := range list {
		fmt.Fprintf(w, "%#x,\n", p.composed)
	}
	fmt.Fprintln(w, "}")
}

// ranges writes the named classes of regular expressions, by name.
func ranges(w io.Writer, f *facts) {
	named := map[string]json.RawMessage{}
	must(json.Unmarshal(f.more["scripts"], &named))
	for _, c := range categories {
		named[c] = f.more[c]
	}
	for name, list := range f.more {
		if name[0] == '[' {
			named[name] = list
		}
	}
	fmt.Fprint(w, "\n// named are the classes, in order of their names.\nvar named = [...]class{\n")
	for _, name := range slices.Sorted(maps.Keys(named)) {
		var list [][2]rune
		must(json.Unmarshal(named[name], &list))
		fmt.Fprintf(w, "{%q, []Range{", name)
		for i, r := range list {
			if i%10 == 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintf(w, "{%#x, %#x}, ", r[0], r[1])
		}
		fmt.Fprintln(w, "}},")
	}
	fmt.Fprintln(w, "}")
}

// folding writes which characters are one when case does not matter.
func folding(w io.Writer, f *facts) {
	var groups [][]rune
	must(json.Unmarshal(f.more["folding"], &groups))
	fmt.Fprint(w, "\n// folds are sets of characters that are one when case does not matter.\nvar folds = [...]string{\n")
	for _, g := range groups {
		fmt.Fprintf(w, "%+q,\n", string(g))
	}
	fmt.Fprintln(w, "}")
}
