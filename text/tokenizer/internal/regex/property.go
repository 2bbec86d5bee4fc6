package regex

import (
	"sync"
	"unicode/utf8"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// properties are general categories of one letter, by their parts.
var properties = map[string][]string{
	"l": {"Lu", "Ll", "Lt", "Lm", "Lo"}, "m": {"Mn", "Mc", "Me"}, "n": {"Nd", "Nl", "No"},
	"p": {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"}, "s": {"Sm", "Sc", "Sk", "So"},
	"z": {"Zs", "Zl", "Zp"}, "c": {"Cc", "Cf", "Cn", "Co"},
	"letter": {"Lu", "Ll", "Lt", "Lm", "Lo"}, "mark": {"Mn", "Mc", "Me"}, "number": {"Nd", "Nl", "No"},
	"punctuation": {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"}, "symbol": {"Sm", "Sc", "Sk", "So"},
	"separator": {"Zs", "Zl", "Zp"}, "other": {"Cc", "Cf", "Cn", "Co"}, "lc": {"Lu", "Ll", "Lt"},
	"uppercaseletter": {"Lu"}, "lowercaseletter": {"Ll"}, "titlecaseletter": {"Lt"}, "modifierletter": {"Lm"},
	"otherletter": {"Lo"}, "nonspacingmark": {"Mn"}, "spacingmark": {"Mc"}, "enclosingmark": {"Me"},
	"decimalnumber": {"Nd"}, "letternumber": {"Nl"}, "othernumber": {"No"},
	"punct": {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"}, "alphabetic": {"[:alpha:]"}, "lowercase": {"[:lower:]"}, "uppercase": {"[:upper:]"}, "whitespace": {"[:space:]"},
	"alnum": {"[:alpha:]", "[:digit:]"},
}

// propertySet is the set of \p{name}.
func propertySet(name string) (*set, bool) {
	name = unicode15.Loose(name)
	switch name {
	case "any":
		return newSet([]unicode15.Range{{First: 0, Last: last}}), true
	case "word":
		return words(), true
	case "ascii":
		return newSet([]unicode15.Range{{First: 0, Last: utf8.RuneSelf - 1}}), true
	}
	if parts, found := properties[name]; found {
		return namedSet(parts...), true
	}
	if ranges, found := unicode15.NamedLike(name); found {
		return newSet(ranges), true
	}
	ranges, found := unicode15.Named("[:" + name + ":]")
	return newSet(ranges), found
}

// namedSet is the union of classes that unicode15 surely has.
func namedSet(names ...string) *set {
	var list []unicode15.Range
	for _, name := range names {
		ranges, found := unicode15.Named(name)
		if !found {
			panic("regex: no class " + name)
		}
		list = append(list, ranges...)
	}
	return newSet(list)
}

// words is \w and \p{Word}. Oniguruma's bracket [[:word:]], and \w in brackets, lack
// superscripts and fractions of Latin-1.
var words = sync.OnceValue(func() *set {
	return namedSet("[:word:]").or(newSet([]unicode15.Range{{First: 0xB2, Last: 0xB3}, {First: 0xB9, Last: 0xB9}, {First: 0xBC, Last: 0xBE}}))
})
