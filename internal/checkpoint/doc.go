// Package checkpoint is what the models' folders have in common: a config.json
// whose unknown fields are kept, the list of what is wrong with it, and whether
// the weights are those that it speaks of.
package checkpoint
