// Package graph draws models as Gorgonia graphs and runs them.
//
// A [Graph] is drawn by calling methods of [Node], each of which adds one
// operation; a [Scope] names what is declared in it; [Graph.Compile] turns the
// drawing into a [Machine], or says what was wrong with it and where. The first
// error sticks to the graph, so a model is written without a single "if err".
// A [Function] draws and compiles a model anew for each shape it meets.
//
// The axes of shapes are called
//
//	batch seq query key heads hidden intermediate vocab d (= hidden/heads)
//
// Bridges to Gorgonia stay open both ways: [Node.Gorgonia] gives the node,
// [Graph.Wrap] takes one, and [Graph.Apply] takes any gorgonia.Op.
package graph
