// Package generate continues token sequences with a language model: greedily, by
// sampling, or by beam search, several prompts at once, with text as it comes.
//
// It knows no model. What it runs is a Stepper, which answers with the logits
// of the next token of each row and remembers what it has seen:
//
//	Prefill [row][position] ids → logits [row][vocab]   the prompts, in one pass
//	Step    [row] ids           → logits [row][vocab]   one position a token
//	Reorder [row] rows                                  beams that branch and die
//
// From logits to a token, in transformers' order:
//
//	repetition penalty → transforms of one's own → temperature → top-k → top-p → min-p → draw
//
// each of them a Transform, a small function on the logits of one row. A draw is
// named by the seed, the prompt, how many equal prompts come before it, and how
// many tokens the row has so far. Other rows do not matter: a batch gives what
// each prompt gives alone, and equal prompts are continued differently.
//
// A row ends with a stop token, a stop string, at its length, or when its reader
// has had enough. It then rests (see Rest) while the others go on, so a model
// keeps one shape of step from the first token to the last.
package generate
