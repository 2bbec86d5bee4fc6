package clean

import "strings"

// What a tag is to the text around it.
const (
	inline = iota // nothing
	block         // it begins or ends a line
	hidden        // so is what it encloses, which is no text
)

// elements are those of HTML, the living standard and what was before it.
var elements = func() map[string]int {
	m := map[string]int{"script": hidden, "style": hidden}
	for _, name := range strings.Fields(`a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark
		nobr q rb rp rt rtc ruby s samp small span strike strong sub sup time tt u var wbr`) {
		m[name] = inline
	}
	for _, name := range strings.Fields(`!doctype ?xml address applet area article aside audio base basefont blockquote
		body br button canvas caption center col colgroup datalist dd details dialog dir div dl dt embed fieldset figcaption
		figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input legend li link main
		map marquee menu meta meter nav noframes noscript object ol optgroup option output p param picture pre progress
		search section select slot source summary svg table tbody td template textarea tfoot th thead title tr track ul
		video`) {
		m[name] = block
	}
	return m
}()
