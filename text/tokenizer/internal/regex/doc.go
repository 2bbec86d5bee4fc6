// Package regex matches the regular expressions of tokenizer.json files as the
// reference does, whose expressions are Oniguruma's: leftmost, the first
// alternative that matches, with look-around, atomic groups and possessive
// repetition, over pinned Unicode tables, on UTF-8 as it is.
//
// It counts its steps. A text on which an expression takes more than its share is
// an error, always the same one, never a hang. What is not supported (references
// back to groups, conditions, \K, \G, \X) is an error of [Compile].
package regex
