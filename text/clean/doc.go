// Package clean makes texts fit to train on, and says what it did to them.
//
// A cleaning is a list of steps, in an order that is chosen and can be read:
//
//	p, err := clean.New(clean.UTF8{}, clean.NFC{}, clean.Controls{}, &clean.Links{URL: "<url>"})
//	err = p.Run(out, in)             // line by line, in constant memory
//	err = p.RunJSON(out, in, "text") // or document by document
//	fmt.Print(p.Report())
//
// An [Editor] changes a text, a [Filter] keeps it or drops it. Each step does one
// thing, changes nothing else, and is counted: how many texts it changed or
// dropped, in how many places, with examples. [Default] has the steps that no text
// is the worse for; all others are off until they are named, for each of them hurts
// somebody: case tells names from words, spaces are the layout of code, a line that
// comes twice may be a refrain.
//
// This package imports nothing of Gaze but its Unicode tables, and no Gorgonia.
package clean
