package clean

import (
	"fmt"
	"strings"
)

// known are the steps that Parse knows.
var known = []named{
	{Description{"utf8", "", "replace bytes that are no UTF-8 by U+FFFD", ""}, plain(UTF8{})},
	{Description{"html", "", "remove tags, comments, scripts; resolve &amp; and the like", "texts about HTML"}, plain(HTML{})},
	{Description{"nfc", "", "compose characters with their accents", ""}, plain(NFC{})},
	{Description{"nfkc", "", "compose, and replace compatible characters: ﬁ ² Ａ", "mathematics; Chinese punctuation"}, plain(NFKC{})},
	{Description{"controls", "", "remove control characters, and the CR of Windows' lines", ""}, plain(Controls{})},
	{Description{"invisible", "", "remove zero-width characters, soft hyphens, marks of direction", "right-to-left texts"}, plain(Invisible{})},
	{Description{"links", "URL+EMAIL", "replace web and e-mail addresses, by nothing as a rule", "whoever wants them"}, func(a string) (Step, error) {
		url, email, _ := strings.Cut(a, "+")
		return Links{URL: url, Email: email}, nil
	}},
	{Description{"halfwidth", "all", "Ａ１ → A1, ｶ → カ; with all: ，！ → ,!", "with all: Chinese punctuation"}, func(a string) (Step, error) {
		if a != "" && a != "all" {
			return nil, fmt.Errorf("halfwidth=%s: want halfwidth or halfwidth=all", a)
		}
		return HalfWidth{Punctuation: a == "all"}, nil
	}},
	{Description{"fullwidth", "", "A1,! → Ａ１，！", "all but vertical Chinese"}, plain(FullWidth{})},
	{Description{"simplified", "", "traditional Chinese characters to simplified ones", "Japanese"}, plain(Simplified{})},
	{Description{"traditional", "", "simplified ones to traditional ones", "Japanese"}, plain(Traditional{})},
	{Description{"lower", "", "make letters small", "names"}, plain(Lower{})},
	{Description{"repeats", "N", "shorten a character that comes more than N (3) times in a row", "drawings, rulers"}, func(a string) (Step, error) {
		n, err := whole("repeats", a, 3)
		return RepeatedCharacters{Most: n}, err
	}},
	{Description{"stopwords", "en+zh", "remove words of grammar", "language models"}, func(a string) (Step, error) {
		if a == "" {
			a = "en"
		}
		return StopWordsOf(strings.Split(a, "+")...)
	}},
	{Description{"spaces", "", "one space for each stretch of white space, none at the ends", "code, verse, tables"}, plain(Spaces{})},
	{Description{"empty", "", "drop lines without text", "paragraphs"}, plain(Empty{})},
	{Description{"scripts", "zh+en@0.5", "keep lines of whose letters at least half are of these scripts", "other languages"}, func(a string) (Step, error) {
		names, part, found := strings.Cut(a, "@")
		if !found {
			part = "0.5"
		}
		x, err := share("scripts", part)
		if err != nil {
			return nil, err
		}
		return NewScripts(x, strings.Split(names, "+")...)
	}},
	{Description{"repeated-lines", "", "drop a line that is the same as the one before it", "refrains"}, func(a string) (Step, error) {
		return plain(&RepeatedLines{})(a)
	}},
	{Description{"duplicates", "N", "drop lines that came before; the last N (4194304) are remembered", "refrains"}, func(a string) (Step, error) {
		n, err := whole("duplicates", a, DuplicatesRemembered)
		if err != nil {
			return nil, err
		}
		return NewDuplicates(n)
	}},
	{Description{"near-duplicates", "0.8", "drop lines that share so much with one of the last 100000", "forms, templates"}, func(a string) (Step, error) {
		if a == "" {
			a = "0.8"
		}
		x, err := share("near-duplicates", a)
		if err != nil {
			return nil, err
		}
		return NewNearDuplicates(x, 0, 1)
	}},
}
