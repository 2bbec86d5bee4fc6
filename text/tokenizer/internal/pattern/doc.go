// Package pattern finds what text is split or replaced at: a text as it is, or a
// regular expression. The expressions of well-known tokenizers are matched by
// hand, others by package regex.
package pattern
