// Package gaze is the front page of Gaze, a framework for attention models in
// Go on Gorgonia: a computation graph with automatic differentiation, and a
// machine that runs it without allocating.
//
// A model is a Go struct of named parts. Running Forward draws its graph. One
// door, Compile, turns the drawing into something that runs, or says what was
// wrong with it and where.
//
// This package holds but the licences; these are the floors of the house, from
// the ground up, and each imports lower ones only:
//
//   - text/tokenizer – text to ids and back: characters, bytes, published vocabularies
//   - text/segment – words of a text: by rules, dictionaries, HMM, n-grams, perceptron
//   - text/clean – cleaning in steps that say what they changed, in constant memory
//   - metrics – perplexity, bits per character, accuracy, classes, entities, answers, paired bootstrap
//   - viz – loss curves and attention maps: PNG, SVG, pages that work offline
//   - ops – fused, differentiable operations, each usable in any Gorgonia graph
//   - ops/blas – our matrix product for any Gorgonia program, with one line
//   - weights – the store of parameters: initialisers, safetensors, PyTorch's files, layouts
//   - data – text files, tables, tagged words, questions; splits, batches of like lengths, batches made ahead
//   - data/corpora – Tiny Shakespeare and Tang poems, as part of the program
//   - graph – Graph, Scope, Node, Compile, Machine, Function, State
//   - optimizers – SGD, Adam, AdamW as chains: clipping, schedules, decay by path
//   - layers – linear, embedding, norms, dropout, feed-forward
//   - losses – cross-entropy, negative log-likelihood, squared and absolute error, divergence, CRF
//   - attention – heads, masks, positions, a cache for decoding
//   - transformer – encoder and decoder layers and stacks, encoder-decoder
//   - generate – continuing prompts with any model: sampling, beam search, stop rules, streaming
//   - bert – BERT, RoBERTa and DistilBERT: Hugging Face's checkpoints in and out, heads, sentence embeddings
//   - gpt – GPT-2 and Llama: Hugging Face's checkpoints in and out, decoding with a cache
//   - tagger – Chinese cut into words by a network that tags characters
//   - baselines – an n-gram model, for a network to be compared with
//   - train – the loop: batches in, events out, checkpoints, resume bit for bit
package gaze
