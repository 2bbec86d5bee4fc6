package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// categories in the order of the constants in category.go.
var categories = strings.Fields(`Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So
	Zs Zl Zp Cc Cf Co`)

// flags in the order of the constants in record.go; the others are set by hand.
var flags = []struct{ file, class string }{
	{"facts", "s"}, {"facts", "bert_punct"}, {"facts", "bert_to_space"}, {"facts", "bert_removed"}, {"facts", "bert_cjk"},
	{"more", "bert_mark"}, {"more", "mark"}, {"more", "numeric"}, {"more", "rust_word"},
}

const (
	nmtRemoved = 1 << (9 + iota)
	nmtSpace
	decomposes
	decomposesCompatibly
	recomposes
	second
	recomposesCompatibly
)

// graphemes in the order of the constants in grapheme.go.
var graphemes = []string{"control", "prepend", "l", "v", "t", "regional_indicator", "pictographic", "extend"}

type record struct {
	flags                              uint16
	category, script, marked, grapheme uint8
}

// records writes what is known of each code point.
func records(w io.Writer, f *facts) {
	all := make([]record, codePoints)
	for i, c := range categories {
		each(f.more[c], func(r rune) { all[r].category = uint8(i) })
	}
	for i, flag := range flags {
		list := f.classes[flag.class]
		if flag.file == "more" {
			list = f.more[flag.class]
		}
		each(list, func(r rune) { all[r].flags |= 1 << i })
	}
	forms(f, all)
	marks(f, all)
	values := make([]uint16, codePoints)
	index := map[record]uint16{}
	fmt.Fprint(w, "\n// records are the distinct ones.\nvar records = [...]record{\n")
	for r, record := range all {
		i, known := index[record]
		if !known {
			i = uint16(len(index))
			index[record] = i
			fmt.Fprintf(w, "{%#x, %d, %d, %d, %d},\n", record.flags, record.category, record.script, record.marked,
				record.grapheme)
		}
		values[r] = i
	}
	fmt.Fprintln(w, "}")
	table(w, "record", values)
}

// marks sets what each code point does in graphemes, its script and its combining
// class.
func marks(f *facts, all []record) {
	var joins map[string]json.RawMessage
	must(json.Unmarshal(f.more["grapheme"], &joins))
	for i, name := range graphemes {
		each(joins[name], func(r rune) { all[r].grapheme = uint8(i + 1) })
	}
	all['\r'].grapheme, all['\n'].grapheme = 1, 1 // have values of their own, but break as controls do
	var scripts []json.RawMessage
	must(json.Unmarshal(f.more["unicode_scripts"], &scripts))
	for i, s := range scripts {
		each(s, func(r rune) { all[r].script = uint8(i) })
	}
	var combining map[string]json.RawMessage
	must(json.Unmarshal(f.more["combining"], &combining))
	for class, list := range combining {
		n, err := strconv.Atoi(class)
		must(err)
		each(list, func(r rune) { all[r].marked = uint8(n) })
	}
}

// forms sets the flags of the normalization forms.
func forms(f *facts, all []record) {
	for r, s := range f.nmt {
		all[r].flags |= map[string]uint16{"": nmtRemoved, " ": nmtSpace}[s]
	}
	for r := range f.nfd {
		all[r].flags |= decomposes
	}
	for r := range f.nfkd {
		all[r].flags |= decomposesCompatibly
	}
	for r := range f.nfc {
		all[r].flags |= recomposes
	}
	for r := range f.nfkc {
		all[r].flags |= recomposesCompatibly
	}
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		all[r].flags |= decomposes | decomposesCompatibly
	}
	for _, p := range pairs(f) {
		all[p.second].flags |= second
	}
	for r := rune(0x1161); r <= 0x1175; r++ {
		all[r].flags |= second
	}
	for r := rune(0x11A8); r <= 0x11C2; r++ {
		all[r].flags |= second
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
