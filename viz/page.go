package viz

import (
	_ "embed"
	"html"
	"strings"
)

//go:embed page/page.css
var pageCSS string

//go:embed page/page.js
var pageJS string

// Figure is what can be shown on a page: a Curve, a Head, an Attention, or
// anything else that writes itself as a fragment of HTML.
type Figure interface {
	HTML() string // self-contained, and trusted: it is not escaped
}

// nothingElse forbids a page to load anything, whatever its figures hold.
const nothingElse = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'`

// Page is one HTML document of figures under a title, complete in itself: it
// works without a network. It is light or dark as the reader's system is, or as
// the reader says with a button.
func Page(title string, figures ...Figure) string {
	title = html.EscapeString(orElse(oneLine(title), "Gaze"))
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + nothingElse + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<title>" + title + "</title>\n<style>\n" + pageCSS + "</style>\n</head>\n<body>\n" +
		"<header><h1>" + title + "</h1><button id=\"theme\" type=\"button\" hidden></button></header>\n<main>\n")
	for _, f := range figures {
		b.WriteString("<section>\n" + f.HTML() + "</section>\n")
	}
	b.WriteString("</main>\n<script>\n" + pageJS + "</script>\n</body>\n</html>\n")
	return b.String()
}
