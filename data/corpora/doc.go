// Package corpora holds texts small enough to be part of a program, so that a
// model can be trained where there is nothing but the program. SOURCE says where
// each is from and under which licence.
package corpora
