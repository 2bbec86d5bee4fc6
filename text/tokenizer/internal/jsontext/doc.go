// Package jsontext reads JSON in one pass, without reflection: a vocabulary of a
// hundred thousand tokens is most of a tokenizer.json. It is as strict as the
// reference's reader: text must be UTF-8, and surrogates come in pairs.
package jsontext
