// Package architecture holds the source tree to the rules it was drawn by: who
// may import whom, how long a file may be, what an exported name must carry.
//
// It reads source only, by go/parser, so that a package that does not compile
// today is still judged. Nested modules, testdata and generated files are left
// out where a rule could not mean them.
package architecture
