// Package viz draws what models do, from plain numbers and strings: loss
// curves and attention maps, as pictures and as pages that work offline.
//
// What can be shown is made by a New function, which checks it: a map that is
// ragged or holds NaN, or labels that do not match, are its error. What it
// returned can always be drawn, in one or more of these forms:
//
//	PNG() []byte    a picture, on white
//	SVG() string    the same as an <svg> element, without an XML prolog, so it can stand in HTML
//	HTML() string   a fragment for a notebook or a page, with its style and script inside
//
// [Page] makes one HTML document of any number of them. It loads nothing: no
// script, no style, no font, no picture from anywhere else.
//
// The same input gives the same bytes. Pictures are two pixels a point, for
// screens of today. Colours keep apart for eyes that do not see red or green,
// and on paper without colour. Text in pictures is set in Liberation Sans, and
// in Droid Sans Fallback where that has no glyph (Chinese, Japanese, Korean); a
// character that neither has is a box with its code point inside.
//
// Of tokens, what would not be seen is made visible: a space is ␣, a newline ↵,
// any other character without a shape of its own its escape in Go, as \t,
// \u200b or, for a byte that is no UTF-8, \xe6.
package viz
