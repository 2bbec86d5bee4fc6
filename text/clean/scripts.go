package clean

import (
	"fmt"
	"slices"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

// script is a writing system by its name in Unicode.
type script struct {
	name       string
	characters []unicode15.Range
}

// scripts are those that most texts are written in, the frequent ones first.
var scripts = scriptsNamed(
	"Latin", "Han", "Hiragana", "Katakana", "Cyrillic", "Arabic", "Hangul", "Devanagari", "Greek",
	"Hebrew", "Thai", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi", "Kannada", "Malayalam",
	"Georgian", "Armenian", "Ethiopic", "Khmer", "Lao", "Myanmar", "Sinhala", "Tibetan", "Mongolian",
	"Bopomofo",
)

func scriptsNamed(names ...string) []script {
	list := make([]script, len(names))
	for i, name := range names {
		characters, found := unicode15.Named(name)
		if !found {
			panic("clean: there is no script " + name)
		}
		list[i] = script{name, characters}
	}
	return list
}

// languages are what languages are written in; those that share a script cannot be
// told apart by it.
var languages = map[string][]string{
	"zh": {"Han", "Bopomofo"}, "ja": {"Han", "Hiragana", "Katakana"}, "ko": {"Hangul", "Han"}, "en": {"Latin"}, "fr": {"Latin"},
	"de": {"Latin"}, "es": {"Latin"}, "ru": {"Cyrillic"}, "uk": {"Cyrillic"}, "ar": {"Arabic"}, "fa": {"Arabic"}, "hi": {"Devanagari"},
	"el": {"Greek"}, "he": {"Hebrew"}, "th": {"Thai"},
}

// other is how ScriptOf calls the scripts that it does not know.
const other = "Other"

// ScriptOf is the script that most letters of a text are of, by its name in Unicode,
// such as "Latin" or "Han", and the share of letters that are; "Other" is all that
// are rarer than thirty frequent ones. A text without letters has the script "".
func ScriptOf(text string) (name string, share float64) {
	counts, all := scriptCounts(text)
	most := 0
	for i, n := range counts {
		if n > most {
			most, name = n, other
			if i < len(scripts) {
				name = scripts[i].name
			}
		}
	}
	if all == 0 {
		return "", 0
	}
	return name, float64(most) / float64(all)
}

// scriptCounts are the letters of each script, and of all others at the end.
func scriptCounts(text string) (counts []int, all int) {
	counts = make([]int, len(scripts)+1)
	at := 0
	for _, r := range text {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				counts[0]++
				all++
			}
			continue
		}
		if !unicode15.Letter(r) {
			continue
		}
		all++
		if at == len(scripts) || !unicode15.In(scripts[at].characters, r) { // else the same as the letter before
			at = slices.IndexFunc(scripts, func(s script) bool { return unicode15.In(s.characters, r) })
			if at < 0 {
				at = len(scripts)
			}
		}
		counts[at]++
	}
	return counts, all
}

// Scripts keeps texts most of whose letters are of some scripts: a language, where
// its script tells it. Texts without letters stay.
type Scripts struct {
	names []string
	wants []bool // by place in scripts
	share float64
}

// NewScripts is of scripts by their names in Unicode, such as "Han", or of languages
// by their codes, such as "zh", which stand for the scripts that they are written
// in; "en" is all that is in Latin letters. Texts stay of whose letters at least a
// share is of them: 0.5 is half. What it does not know is an error.
func NewScripts(share float64, names ...string) (*Scripts, error) {
	s := &Scripts{names: names, wants: make([]bool, len(scripts)+1), share: share}
	if !(share > 0 && share <= 1) {
		return nil, fmt.Errorf("scripts: share %v: want above 0, at most 1", share)
	}
	for _, name := range names {
		list, ok := languages[smallASCII(name)]
		if !ok {
			list = []string{name}
		}
		for _, n := range list {
			at := slices.IndexFunc(scripts, func(s script) bool { return smallASCII(s.name) == smallASCII(n) })
			if at < 0 {
				return nil, fmt.Errorf("scripts: %q: want a language such as zh or en, or a script such as Han or Latin", name)
			}
			s.wants[at] = true
		}
	}
	return s, nil
}

// Name is "scripts".
func (*Scripts) Name() string { return "scripts" }

// Keep counts letters.
func (s *Scripts) Keep(text string) bool {
	counts, all := scriptCounts(text)
	wanted := 0
	for i, n := range counts {
		if s.wants[i] {
			wanted += n
		}
	}
	return all == 0 || float64(wanted) >= s.share*float64(all)
}
